// @ts-check
import { deliveriesOf, waitingIn } from './deliveries.mjs';
import { reservationSteps } from './inventory-steps.mjs';
import { notificationsOf, WRITTEN_ON } from './notifications.mjs';
import { pipelineOf } from './pipeline.mjs';

/** @typedef {import('./types.mjs').Owner} Owner */
/** @typedef {import('./types.mjs').Queryable} Queryable */
/** @typedef {import('./types.mjs').Code} Code */
/** @typedef {import('./types.mjs').Step} Step */
/** @typedef {import('./types.mjs').Event} Event */
/** @typedef {import('./types.mjs').Story} Story */
/** @typedef {import('./deliveries.mjs').Locate} Locate */
/** @typedef {Omit<Step, 'deliveries'>} Told a step before anybody asked what became of its event */

const ORDER = 'order';
const RESERVATION = 'reservation';

/**
 * Tells the way of an order from what the three databases say, each on a snapshot of its own.
 * @param {Code} code
 * @param {Record<Owner, Queryable>} databases
 * @param {Locate} locate finds events in the broker; asked only for those that are in no database
 * @param {string} orderId of an order that exists
 * @returns {Promise<Story>}
 */
export async function storyOf(code, databases, locate, orderId) {
  const asOf = new Date().toISOString();
  const { order, inventory, notification } = databases;
  const streams = new Map(code.choreography.contracts.map(({ type, stream }) => [type, stream.name]));
  // The order first: a snapshot taken later may have handled more than is asked for, which does no harm.
  const facts = await code.findFacts(order, orderId);
  if (!facts) throw new Error('the order has gone while it was looked at');
  const pipelines = {
    order: await pipelineOf(order, orderId, streams),
    inventory: await pipelineOf(inventory, orderId, streams),
    notification: await pipelineOf(notification, orderId, streams),
  };
  const reservation = await reservationSteps(inventory, orderId);
  const notifications = await notificationsOf(notification, orderId);
  const timeline = code.timelineOf(facts);

  const own = timeline.steps.filter(({ stream }) => stream === ORDER).map(orderStep);
  const theirs = inventorySteps(code, timeline.steps, reservation, own);
  const letters = notifications.map((letter) => letterStep(letter, own));
  const told = inOrder([...own, ...theirs, ...letters]);
  const steps = await deliveriesOf(code, pipelines, locate, told, orderId);
  const { status, deletedAt, customerId, total } = facts.order;
  return {
    orderId,
    status,
    deleted: deletedAt !== undefined,
    customerId,
    total,
    asOf,
    steps,
    waiting: waitingIn(steps),
    next: timeline.next,
  };
}

/** @param {import('./types.mjs').TimelineStep} step @returns {Told} */
const orderStep = ({ at, stream, sequence, type, taken, causedBy, delayMs, compensates, payment }) => ({
  at,
  service: 'order',
  event: { stream, sequence, type },
  ...(taken && { taken }),
  ...(causedBy && { causedBy, delayMs: delayMs ?? 0 }),
  ...(compensates && { compensates }),
  ...(payment && { payment }),
});

/**
 * What inventory did, by its own tables. The types of what the order has handled are known for certain.
 * @param {Code} code
 * @param {import('./types.mjs').Timeline['steps']} known
 * @param {readonly import('./inventory-steps.mjs').ReservationStep[]} reservation
 * @param {readonly Told[]} own
 * @returns {Told[]}
 */
function inventorySteps(code, known, reservation, own) {
  return reservation.map(({ sequence, at, movements, shortages, ...guess }) => {
    const heard = known.find((step) => step.stream === RESERVATION && step.sequence === sequence);
    const type = heard?.type ?? guess.type;
    const cause = latest(own, at, (event) => code.answers[type]?.includes(event.type) ?? false);
    return {
      at,
      service: 'inventory',
      event: { stream: RESERVATION, sequence, type },
      ...causeAt(cause, at),
      ...(type === 'inventory.released' && { compensates: /** @type {const} */ ('stock') }),
      ...(movements.length > 0 && { movements }),
      ...(shortages.length > 0 && { shortages }),
    };
  });
}

/** @param {import('./notifications.mjs').DatedNotification} letter @param {readonly Told[]} own @returns {Told} */
function letterStep({ at, writtenAt, ...notification }, own) {
  const cause = latest(own, writtenAt, ({ type }) => WRITTEN_ON[notification.kind] === type);
  return { at, service: 'notification', ...causeAt(cause, at), notification };
}

/** The latest step before, or the first one if clocks differ. @param {readonly Told[]} steps @param {string} at @param {(event: Event) => boolean} fits */
function latest(steps, at, fits) {
  const fitting = steps.filter(({ event }) => event && fits(event));
  return fitting.findLast((step) => step.at <= at) ?? fitting[0];
}

/** @param {Told | undefined} cause @param {string} at */
const causeAt = (cause, at) =>
  cause?.event ? { causedBy: cause.event, delayMs: Date.parse(at) - Date.parse(cause.at) } : {};

/**
 * By time, but never an effect before its cause, nor the later of a stream before the earlier, whatever clocks say.
 * @param {readonly Told[]} steps
 */
function inOrder(steps) {
  const waiting = steps.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  /** @type {Told[]} */
  const told = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex((step) => !waiting.some((other) => goesBefore(other, step)));
    told.push(...waiting.splice(Math.max(0, next), 1));
  }
  return told;
}

/** @param {Told} other @param {Told} step */
function goesBefore(other, step) {
  if (other === step || !other.event) return false;
  const { stream, sequence } = other.event;
  if (stream === step.event?.stream && sequence < step.event.sequence) return true;
  return stream === step.causedBy?.stream && sequence === step.causedBy.sequence;
}
