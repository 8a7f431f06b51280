// @ts-check
import { connect } from '../infra/rabbitmq/broker.mjs';
import { messageOf } from '../support/messages.mjs';

/** @typedef {import('./types.mjs').Whereabouts} Whereabouts */
/** @typedef {import('./deliveries.mjs').Locate} Locate */
/** @typedef {import('../../libs/messaging/src/topology/topology.js').Inbound} Inbound */
/** @typedef {{ subject: string, sequence: number, where: Whereabouts }} Seen */

// A look takes each message and gives it back. What lies deeper is not worth keeping more from being delivered.
const MOST_LOOKED_AT = 500;
const LOOK_FOR_MS = 3000;

/**
 * Looks for events in retry queues and dead letters. It connects when it is first asked, and looks into a queue once.
 * A broker that cannot be reached has nothing to tell; `problem` says so.
 * @param {() => Promise<string>} urlOf the broker
 * @param {readonly Inbound[]} inbound
 * @returns {{ locate: Locate, close: () => Promise<void>, readonly problem: string | undefined }}
 */
export function brokerLocator(urlOf, inbound) {
  /** @type {Promise<import('amqplib').ChannelModel | undefined> | undefined} */
  let connection;
  /** @type {string | undefined} */
  let problem;
  /** @type {Map<string, Promise<Seen[]>>} */
  const seen = new Map();

  const open = () =>
    urlOf()
      .then(connect)
      .catch((/** @type {unknown} */ error) => {
        problem = messageOf(error);
        return undefined;
      });

  /** @param {string} queue @param {Whereabouts['place']} place */
  const look = async (queue, place) => {
    connection ??= open();
    const model = await connection;
    return model ? messagesIn(model, queue, place) : [];
  };

  return {
    get problem() {
      return problem;
    },
    async locate({ subscriber, stream }, subject, sequence) {
      const of = inbound.find(
        ({ subscription }) =>
          subscription.subscriber === subscriber && subscription.stream.name === stream.name,
      );
      if (!of) return undefined;
      for (const queue of [of.deadLetters, ...of.retries.map((tier) => tier.queue)]) {
        const place = queue === of.deadLetters ? 'dead-letter' : 'retry';
        const messages = seen.get(queue) ?? look(queue, place);
        seen.set(queue, messages);
        const found = (await messages).find((one) => one.subject === subject && one.sequence === sequence);
        if (found) return found.where;
      }
      return undefined;
    },
    close: async () => {
      await (await connection)?.close();
    },
  };
}

/**
 * The first messages of a queue, which stay there: closing the channel gives them back in their order.
 * @param {import('amqplib').ChannelModel} connection
 * @param {string} queue
 * @param {Whereabouts['place']} place
 * @returns {Promise<Seen[]>}
 */
async function messagesIn(connection, queue, place) {
  const channel = await connection.createChannel();
  // The broker closes a channel that asks for a queue that is not there: then there is nothing in it.
  channel.on('error', () => {});
  /** @type {Seen[]} */
  const found = [];
  const until = Date.now() + LOOK_FOR_MS;
  try {
    for (let count = 0; count < MOST_LOOKED_AT && Date.now() < until; count++) {
      const message = await channel.get(queue);
      if (!message) break;
      found.push(...readable(message, queue, place));
    }
    await channel.close();
  } catch {
    return found;
  }
  return found;
}

/** @param {import('amqplib').GetMessage} message @param {string} queue @param {Whereabouts['place']} place @returns {Seen[]} */
function readable({ content, properties: { headers = {} } }, queue, place) {
  try {
    const { subject, sequence } = JSON.parse(content.toString());
    const where = {
      place,
      queue,
      ...(headers['x-last-failed-at'] && { since: String(headers['x-last-failed-at']) }),
      ...(headers['x-attempts'] && { attempts: Number(headers['x-attempts']) }),
      ...(headers['x-error-code'] && { code: String(headers['x-error-code']) }),
    };
    return [{ subject, sequence, where }];
  } catch {
    return []; // Some other system's message: not the event that is looked for.
  }
}
