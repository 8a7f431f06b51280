// @ts-check

/** @typedef {import('./order-facts.mjs').Case} Case */

/** The kind of notification that each event of an order leads to, of each such event. */
const LETTER_OF = /** @type {Record<string, string>} */ ({
  'order.created': 'order-received',
  'order.payment_requested': 'payment-requested',
  'order.confirmed': 'order-confirmed',
  'order.shipped': 'order-shipped',
  'order.delivered': 'order-delivered',
  'order.cancelled': 'order-cancelled',
  'order.refund_due': 'refund-due',
});

/** Its event leads to one only if it tells of other goods, which the history does not say. */
const ON_CHANGE = { event: 'order.updated', kind: 'order-changed' };

/**
 * Of how many events there has to be a notification, by kind: at least, at most.
 * @typedef {Record<string, readonly [least: number, most: number]>} Due
 */

/** @param {readonly string[]} events @param {string} type */
const countOf = (events, type) => events.filter((event) => event === type).length;

/** Of events from before notifications were deleted there may be none. @param {Case} subject @returns {Due} */
function due({ order, events, recentEvents }) {
  const isChanged = order?.change === 'APPLIED' && events.length === recentEvents.length;
  return {
    ...Object.fromEntries(
      Object.entries(LETTER_OF).map(([event, kind]) => [
        kind,
        [countOf(recentEvents, event), countOf(events, event)],
      ]),
    ),
    [ON_CHANGE.kind]: [isChanged ? 1 : 0, countOf(events, ON_CHANGE.event)],
  };
}

/**
 * What is wrong with one kind of notification, in words.
 * @param {string} kind
 * @param {readonly [least: number, most: number]} due
 * @param {readonly [events: number, rows: number, different: number]} letters
 */
export function wrongWith(kind, [least, most], [events, rows, different]) {
  const isRepeated = rows !== different;
  if (events >= least && events <= most && !isRepeated) return [];
  return [
    `${kind}: ${events} of ${least === most ? least : `${least} to ${most}`}${isRepeated ? ', repeated' : ''}`,
  ];
}

/** @type {import('./findings.mjs').Rule<Case>} */
export const lettersOnce = {
  severity: 'violation',
  name: 'letters-once',
  explanation:
    'Every event of an order that somebody is to be told of has its notification, once for each channel and recipient, and there are no others.',
  means: 'A customer was not told, was told twice, or was told of something that did not happen.',
  remedy:
    'Compare `order_history` with `notifications` of the order; send what is missing by `POST /notifications` once the bug is found.',
  judge(subject) {
    const { key, order, letters, heard } = subject;
    // Who has not heard cannot tell; that is told by another rule.
    if (heard.notification !== (order?.version ?? 0)) return undefined;
    const expected = Object.entries(due(subject));
    const wrong = expected.flatMap(([kind, range]) => wrongWith(kind, range, letters[kind] ?? [0, 0, 0]));
    if (wrong.length === 0) return undefined;
    return { row: { orderId: key, status: order?.status ?? null, notifications: wrong.join('; ') } };
  },
};
