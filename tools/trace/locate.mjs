// @ts-check
import { BrokerLook } from '../audit/broker.mjs';
import { messageOf } from '../support/messages.mjs';

/** @typedef {import('./deliveries.mjs').Locate} Locate */
/** @typedef {import('../audit/broker.mjs').Letter} Letter */
/** @typedef {import('../../libs/messaging/src/topology/topology.js').Inbound} Inbound */

// A look takes each message and gives it back. What lies deeper is not worth keeping more from being delivered.
const MOST_LOOKED_AT = 500;

/**
 * Looks for events in retry queues and dead letters. It connects when it is first asked, and looks into a queue once.
 * A broker that cannot be reached has nothing to tell; `problem` says so.
 * @param {() => Promise<import('../audit/broker.mjs').BrokerPlace>} placeOf the broker
 * @param {readonly Inbound[]} inbound
 * @returns {{ locate: Locate, close: () => Promise<void>, readonly problem: string | undefined }}
 */
export function brokerLocator(placeOf, inbound) {
  /** @type {Promise<BrokerLook | undefined> | undefined} */
  let broker;
  /** @type {string | undefined} */
  let problem;
  /** @type {Map<string, Letter[]>} */
  const seen = new Map();

  const open = () =>
    placeOf()
      .then((place) => BrokerLook.open(place))
      .catch((/** @type {unknown} */ error) => {
        problem = messageOf(error);
        return undefined;
      });

  const lettersIn = async (/** @type {string} */ queue) => {
    broker ??= open();
    const letters = seen.get(queue) ?? (await (await broker)?.letters(queue, MOST_LOOKED_AT)) ?? [];
    seen.set(queue, letters);
    return letters;
  };

  return {
    get problem() {
      return problem;
    },
    async locate(subscription, subject, sequence) {
      const of = inboundOf(inbound, subscription);
      for (const queue of of ? [of.deadLetters, ...of.retries.map((tier) => tier.queue)] : []) {
        const letters = await lettersIn(queue);
        const found = letters.find((letter) => letter.subject === subject && letter.sequence === sequence);
        if (!found) continue;
        const { since, attempts, code } = found;
        return { place: queue === of?.deadLetters ? 'dead-letter' : 'retry', queue, since, attempts, code };
      }
      return undefined;
    },
    close: async () => {
      await (await broker)?.close();
    },
  };
}

/** @param {readonly Inbound[]} inbound @param {Parameters<Locate>[0]} subscription */
const inboundOf = (inbound, { subscriber, stream }) =>
  inbound.find(
    ({ subscription }) => subscription.subscriber === subscriber && subscription.stream.name === stream.name,
  );
