// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../support/messages.mjs';
import { until } from '../../support/until.mjs';
import { missingEvents } from '../quiescence.mjs';
import { createRandom } from '../random.mjs';
import { Tape } from '../tape.mjs';

/** @typedef {import('../fault.mjs').Fault} Fault */
/** @typedef {import('../world.mjs').World} World */
/** @typedef {import('../quiescence.mjs').Missing} Missing */

const QUEUES = /** @type {const} */ ([
  'inventory.order',
  'notification.order',
  'order.reservation',
  'order.product',
  'notification.product',
]);
const REPEAT_EVERY_MS = 150;
const REPEATED_AT_ONCE = 20;
// An event under way takes less; one that is missing for so long is lost.
const LOST_AFTER_MS = 3000;
const RESTORE_TIMEOUT_MS = 120_000;

/** @type {Fault} */
export const repeated = {
  name: 'repeated-and-shuffled',
  explanation: 'The queues get what was published again, each event up to three times, in any order.',
  lengthMs: [4000, 12_000],
  draw: (random) => ({ shuffle: random.whole(1, 2 ** 31) }),
  mailWindows: () => 0,
  async inject(world, { shuffle }) {
    const tape = await Tape.start(world);
    const random = createRandom(Number(shuffle));
    const over = new AbortController();
    const repeat = async () => {
      while (!over.signal.aborted) {
        for (const { queues, body } of random.shuffled(tape.events).slice(0, REPEATED_AT_ONCE))
          for (const queue of queues) await tape.play(queue, body, random.whole(1, 3));
        await sleep(REPEAT_EVERY_MS);
      }
    };
    const repeating = repeat();
    return async () => {
      over.abort();
      await repeating;
      await tape.stop();
    };
  },
};

/** @type {Fault} */
export const queueDeleted = {
  name: 'queue-deleted',
  explanation:
    'The queue of a subscriber is deleted under it. What was in it is lost, as documented: it has to show, and the ' +
    'operator brings it back from a tape.',
  lengthMs: [1000, 4000],
  draw: (random) => ({ queue: random.pick(QUEUES) }),
  mailWindows: () => 0,
  async inject(world, { queue }) {
    const name = String(queue);
    const tape = await Tape.start(world);
    await until(
      'the tape to have all that is under way',
      async () => (await missingFrom(world, name)).every((place) => tape.find(place)),
      { timeoutMs: RESTORE_TIMEOUT_MS },
    );
    await tape.channel.deleteQueue(name);
    return async () => {
      await until(`${name} to be back`, () => world.hasQueue(name), { timeoutMs: RESTORE_TIMEOUT_MS });
      // What no queue took waits aside until somebody opens a channel for publishing; see operations.md.
      for (const link of world.linesOf('order-service-1').brokers) link.reset();
      world.eventsRestored += await restore(world, name, tape);
      await tape.stop();
    };
  },
};

/**
 * Puts what stays missing back into the queue, from the tape, until nothing does, and resolves with how many events
 * that were.
 * @param {World} world
 * @param {string} queue
 * @param {Tape} tape
 */
async function restore(world, queue, tape) {
  const deadline = Date.now() + RESTORE_TIMEOUT_MS;
  for (let restored = 0; ;) {
    const before = new Set((await missingFrom(world, queue)).map(nameOf));
    await sleep(LOST_AFTER_MS);
    const lost = (await missingFrom(world, queue)).filter((place) => before.has(nameOf(place)));
    if (lost.length === 0) return restored;
    if (Date.now() > deadline) throw new Error(`${lost.length} events of ${queue} stay lost`);
    for (const place of lost) {
      const taped = tape.find(place);
      if (taped) await tape.play(queue, taped.body).catch((error) => world.deaths.push(messageOf(error)));
    }
    restored += lost.length;
  }
}

/** What the subscriber of a queue has not handled of its stream. @param {World} world @param {string} queue */
async function missingFrom(world, queue) {
  const [listener, stream] = queue.split('.');
  return (await missingEvents(world)).filter(
    (place) => place.listener === listener && place.stream === stream,
  );
}

/** @param {Missing} place */
const nameOf = ({ subject, sequence }) => `${subject} ${sequence}`;
