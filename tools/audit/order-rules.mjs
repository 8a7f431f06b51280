// @ts-check

/** @typedef {import('./order-facts.mjs').Case} Case */
/** @typedef {import('./findings.mjs').Missing} Missing */
/** @typedef {import('./findings.mjs').Rule<Case>} OrderRule */

const violation = { severity: /** @type {const} */ ('violation') };

/** What each status of an order asks of its reservation, once everybody has heard everything. */
const RESERVATION_OF = /** @type {Record<string, readonly string[]>} */ ({
  PENDING: [],
  AWAITING_PAYMENT: ['RESERVED'],
  CONFIRMED: ['RESERVED'],
  PROCESSING: ['RESERVED'],
  SHIPPED: ['COMMITTED'],
  DELIVERED: ['COMMITTED'],
  COMPLETED: ['COMMITTED'],
  CANCELLED: ['REJECTED', 'RELEASED', 'RESTOCKED'],
});

/** The event that keeps inventory and orders from agreeing, if one has not been handled. @param {Case} subject @returns {Missing | undefined} */
function missingOf({ key: subject, order, reservation, heard }) {
  if (heard.inventory < versionOf(order))
    return { subscriber: 'inventory', stream: 'order', subject, sequence: heard.inventory + 1 };
  if (heard.order < versionOf(reservation))
    return { subscriber: 'order', stream: 'reservation', subject, sequence: heard.order + 1 };
  return undefined;
}

/** What does not exist has no events to be heard of. @param {{ version: number } | undefined} aggregate */
const versionOf = (aggregate) => aggregate?.version ?? 0;

/** What an order waits for that comes by itself, if it does. @param {NonNullable<Case['order']>} order @param {number} deadlineMs */
function awaitedBy({ status, change, needsLink, overdueMs }, deadlineMs) {
  if (status === 'PENDING') return 'inventory.reserved';
  if (change === 'PENDING') return 'inventory.reservation.changed';
  if (needsLink) return 'a payment link';
  if (overdueMs !== null && overdueMs > deadlineMs) return 'the end of its time to pay';
  return undefined;
}

/** @type {OrderRule} */
const ordersMoveOn = {
  ...violation,
  name: 'orders-move-on',
  explanation: 'Every order is final, waits for people, or is younger than the deadline.',
  means:
    'The saga of the order stands still: `where` says what has become of the event that would take it on.',
  remedy:
    'Replay its dead letter, or see to what holds the queue up. An event that is LOST has to be published again by hand; see [past a gap](operations.md#past-a-gap).',
  judge(subject, { deadlineMs }) {
    const { key, order, events } = subject;
    if (!order || order.ageMs <= deadlineMs) return undefined;
    const waitsFor = awaitedBy(order, deadlineMs);
    if (!waitsFor) return undefined;
    const { status, version, since } = order;
    const row = { orderId: key, status, waitsFor, version, since };
    const missing = waitsFor.startsWith('inventory.') ? missingOf(subject) : undefined;
    if (!missing) return { row };
    const type = missing.stream === 'order' ? events[missing.sequence - 1] : undefined;
    return { row: { ...row, ...(type && { type }) }, missing };
  },
};

/** @type {OrderRule} */
const reservationsAsOrdered = {
  ...violation,
  name: 'reservations-as-ordered',
  explanation:
    'For every order exactly its goods are held, have left, or are back, as its status says, and nothing for anybody else.',
  means: 'Stock is held or gone that nobody ordered, or an order has nothing behind it.',
  remedy: '`npm run trace` the order, and compare each step with the ledger of its products.',
  judge(subject) {
    // What inventory, or the order, has not heard yet is told by another rule.
    if (missingOf(subject) || isAsOrdered(subject)) return undefined;
    const { key, order, reservation } = subject;
    const [status, ordered] = order ? [order.status, order.goods] : [null, null];
    const [held, goods] = reservation ? [reservation.status, reservation.goods] : [null, null];
    return { row: { orderId: key, status, reservation: held, ordered, goods } };
  },
};

/** @param {Case} subject */
function isAsOrdered({ order, reservation, heard }) {
  // Inventory has never heard of an order whose beginning was forced past; cancelled, it needs nothing.
  if (!reservation) return !order || (order.status === 'CANCELLED' && heard.order === 0);
  if (!order) return false;
  if (!RESERVATION_OF[order.status]?.includes(reservation.status)) return false;
  // The goods of a cancelled order may have been about to change.
  return order.status === 'CANCELLED' || order.goods === reservation.goods;
}

/**
 * Whether a subscriber has heard exactly what there was to be heard.
 * @param {{ key: string, stream: string, subscriber: import('../infra/types.mjs').Owner, version: number, heard: number,
 *   ageMs: number }} facts
 * @param {number} deadlineMs
 */
export function unheard({ key, stream, subscriber, version, heard, ageMs }, deadlineMs) {
  // Ahead is wrong at once: nobody can have heard what has not happened.
  if (heard === version || (heard < version && ageMs <= deadlineMs)) return undefined;
  const row = { stream, subject: key, subscriber, version, heard };
  if (heard > version) return { row };
  return { row, missing: { subscriber, stream, subject: key, sequence: heard + 1 } };
}

/**
 * @param {string} name
 * @param {string} explanation
 * @param {(subject: Case) => Parameters<typeof unheard>[0]} factsOf
 * @returns {OrderRule}
 */
const heardRule = (name, explanation, factsOf) => ({
  ...violation,
  ...UNHEARD,
  name,
  explanation,
  judge: (subject, { deadlineMs }) => unheard(factsOf(subject), deadlineMs),
});

export const UNHEARD = {
  means: 'An event was published and not handled, or handled and never committed by its publisher.',
  remedy: '`where` says where the missing event is; see [a gap](operations.md#a-gap).',
};

/** @param {Case['order'] | Case['reservation']} aggregate */
const versioned = (aggregate) => ({ version: versionOf(aggregate), ageMs: aggregate?.ageMs ?? 0 });

export const orderRules = [
  ordersMoveOn,
  reservationsAsOrdered,
  heardRule(
    'inventory-hears-orders',
    'Inventory has handled every event of every order, to its version.',
    ({ key, order, heard }) => ({
      key,
      stream: 'order',
      subscriber: 'inventory',
      heard: heard.inventory,
      ...versioned(order),
    }),
  ),
  heardRule(
    'notification-hears-orders',
    'The notification service has handled every event of every order, to its version.',
    ({ key, order, heard }) => ({
      key,
      stream: 'order',
      subscriber: 'notification',
      heard: heard.notification,
      ...versioned(order),
    }),
  ),
  heardRule(
    'orders-hear-reservations',
    'The order service has handled every event of every reservation, to its version.',
    ({ key, reservation, heard }) => ({
      key,
      stream: 'reservation',
      subscriber: 'order',
      heard: heard.order,
      ...versioned(reservation),
    }),
  ),
];
