// @ts-check
import { invariant } from './invariant.mjs';

/**
 * What an order can go through, as the order service has it: each status with its steps and where they lead.
 * @typedef {{ steps: Readonly<Record<string, Readonly<Record<string, string>>>>, initial: string }} Lifecycle
 */

/** The event that tells of each step; of any other it is an update. */
const TOLD_BY = /** @type {Record<string, string>} */ ({
  confirm: 'order.confirmed',
  ship: 'order.shipped',
  deliver: 'order.delivered',
  complete: 'order.completed',
  cancel: 'order.cancelled',
  reopen: 'order.reopened',
});
const UPDATED = 'order.updated';
const PLACED = 'order.created';

// An entry that leaves the status as it is may be of any event but those that tell of a step. What was entered before
// events were was given the name of its status.
const STEPS_ALLOWED = `
  WITH allowed AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS a (from_status, to_status, event)
  )
  SELECT h.order_id AS "orderId", h.version, h.from_status AS "from", h.to_status AS "to", h.event, h.at
  FROM order_history AS h
  WHERE CASE WHEN h.from_status = h.to_status THEN h.event = ANY ($4::text[])
             ELSE NOT EXISTS (
               SELECT FROM allowed AS a
               WHERE (a.from_status, a.to_status) = (coalesce(h.from_status, ''), h.to_status)
                 AND h.event IN (a.event, 'order.' || lower(h.to_status))) END
  ORDER BY h.order_id, h.version`;

/** @param {Lifecycle} lifecycle */
function parametersOf({ steps, initial }) {
  const allowed = Object.entries(steps).flatMap(([from, taken]) =>
    Object.entries(taken).map(([step, to]) => ({ from, to, event: TOLD_BY[step] ?? UPDATED })),
  );
  allowed.push({ from: '', to: initial, event: PLACED });
  return [
    allowed.map(({ from }) => from),
    allowed.map(({ to }) => to),
    allowed.map(({ event }) => event),
    [PLACED, ...Object.values(TOLD_BY)],
  ];
}

/** That orders went through nothing but what their lifecycle has. @param {Lifecycle} lifecycle */
export const stepInvariants = (lifecycle) => [
  invariant(
    {
      database: 'order',
      severity: 'violation',
      name: 'steps-allowed',
      explanation:
        'Every step in the history of an order is one that its lifecycle has, told by the event of that step.',
      means: 'An order went where none can go, such as to be shipped before its stock was held.',
      remedy:
        'See [lifecycle.md](lifecycle.md) for what is allowed, and `npm run trace` for who did it; whatever wrote past `statusAfter` is the bug.',
    },
    STEPS_ALLOWED,
    () => parametersOf(lifecycle),
  ),
];
