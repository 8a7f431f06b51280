// @ts-check
import { connect } from '../infra/rabbitmq/broker.mjs';
import { ToolError } from '../support/tool.mjs';

/**
 * Empties every queue of ours: what is in them tells of a time that there has not been. Resolves with how many messages
 * that were; fails while anybody consumes.
 * @param {string} url
 * @param {readonly string[]} queues
 */
export async function emptyQueues(url, queues) {
  const connection = await connect(url);
  try {
    const found = await Promise.all(queues.map((queue) => stateOf(connection, queue)));
    const consumed = found.filter((state) => (state?.consumerCount ?? 0) > 0);
    if (consumed.length > 0) throw new ToolError(`services still run: ${consumed[0]?.queue} is consumed`);
    const channel = await connection.createChannel();
    let emptied = 0;
    for (const state of found) if (state) emptied += (await channel.purgeQueue(state.queue)).messageCount;
    return emptied;
  } finally {
    await connection.close();
  }
}

/** The queue, or `undefined` if there is none. @param {import('amqplib').ChannelModel} connection @param {string} queue */
async function stateOf(connection, queue) {
  const channel = await connection.createChannel();
  // The broker closes a channel that asks for what does not exist.
  channel.on('error', () => {});
  try {
    const state = await channel.checkQueue(queue);
    await channel.close();
    return state;
  } catch {
    return undefined;
  }
}
