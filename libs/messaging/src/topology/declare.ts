import type { Channel, ConfirmChannel, GetMessage } from 'amqplib';
import { copyHeaders, copyOptions, shortText } from '../connection/copy-options.js';
import type { Topology } from './topology.js';

// Each takes a round trip, and nothing is published meanwhile. What is left comes back at the next declaration.
const RECLAIMED_AT_ONCE = 1_000;

/**
 * Makes the broker have the whole topology. Harmless to repeat; fails if something exists with other arguments, or if
 * what others are to declare is not there yet.
 */
export async function declare(channel: Channel, topology: Topology): Promise<void> {
  for (const { name, kind, alternate } of topology.exchanges) {
    await channel.assertExchange(name, kind, {
      durable: true,
      ...(alternate && { alternateExchange: alternate }),
    });
  }
  // Together, not one after another: the requests go out in one write, and a quorum queue takes its time.
  await Promise.all(
    topology.queues.map(({ name, arguments: args }) =>
      channel.assertQueue(name, { durable: true, arguments: args }),
    ),
  );
  await Promise.all(
    topology.bindings.map(({ queue, exchange, pattern }) => channel.bindQueue(queue, exchange, pattern)),
  );
  // Last: what others wait for is ours, and is there by now.
  await Promise.all(topology.expected.map((queue) => channel.checkQueue(queue)));
}

/**
 * Gives what was unroutable another try, now that the topology is whole: an event that found no queue at all still
 * reaches its subscribers. One that found some of its queues was routed, and is not here: what was published while one
 * subscriber's queue was deleted is lost to that subscriber, and shows up there as a gap.
 */
export async function reclaimUnroutable(channel: ConfirmChannel, topology: Topology): Promise<number> {
  let most = RECLAIMED_AT_ONCE;
  for (let reclaimed = 0; reclaimed < most; reclaimed++) {
    const message = await channel.get(topology.unroutable);
    if (!message) return reclaimed;
    // Those that lie there now, and not those that come back.
    if (reclaimed === 0) most = Math.min(1 + message.fields.messageCount, most);
    const outcome = await published(channel, topology.events, message);
    // Still unroutable, and no room for its copy: it stays, and so will those behind it.
    if (outcome === 'refused') {
      channel.nack(message);
      return reclaimed;
    }
    channel.ack(message);
  }
  return most;
}

function published(
  channel: ConfirmChannel,
  exchange: string,
  message: GetMessage,
): Promise<'taken' | 'refused'> {
  const { content, fields, properties } = message;
  const options = { ...copyOptions(properties), headers: copyHeaders(properties.headers), persistent: true };
  return new Promise((resolve) => {
    const settled = (error: unknown) => resolve(error ? 'refused' : 'taken');
    channel.publish(
      exchange,
      fields.routingKey,
      content,
      { ...options, messageId: shortText(properties.messageId) },
      settled,
    );
  });
}
