// @ts-check
import { query } from './databases.mjs';

/** @typedef {import('./world.mjs').World} World */
/** An order as it is in the end. @typedef {{ id: string, history: readonly { event: string }[] }} Order */

// A process that is killed repeats the mails it had under way, as many as it sends at once; see ARCHITECTURE.md.
const UNDER_WAY = 10;

// By the event, and not by the status it led to: an order that is paid for after its time is still cancelled at that step,
// before it is taken up again, and may then be cancelled again.
const TOLD_OF = {
  'order-received': 'order.created',
  'order-cancelled': 'order.cancelled',
  'refund-due': 'order.refund_due',
};

const UNTOLD = `
  SELECT order_id, kind, owed, coalesce(times, 0) AS times
  FROM unnest($1::text[], $2::text[], $3::int[]) AS due (order_id, kind, owed)
  LEFT JOIN (
    SELECT metadata ->> 'orderId' AS order_id, kind, count(*) AS times FROM notifications GROUP BY 1, 2
  ) AS told USING (order_id, kind)
  WHERE times IS DISTINCT FROM nullif(owed, 0)`;

/**
 * What is wrong with the mails, of which each is to arrive once.
 * @param {World} world
 * @param {readonly Order[]} orders
 * @param {number} windows how many sending processes lost what they had under way
 */
export async function mailTruth(world, orders, windows) {
  const rows = await query(
    world,
    'notification',
    "SELECT id::text, status FROM notifications WHERE channel = 'EMAIL'",
  );
  const { arrivals } = world.mailbox;
  const idOf = (/** @type {{ id: string }} */ { id }) => `<${id}@waybill.example>`;
  const sent = new Set(rows.filter(({ status }) => status === 'SENT').map(idOf));
  const violations = [
    ...rows.filter(({ status }) => status === 'FAILED').map(({ id }) => `notification ${id} was given up`),
    ...[...sent].filter((id) => !arrivals.has(id)).map((id) => `mail ${id} is on record and never arrived`),
    ...[...arrivals.keys()]
      .filter((id) => !sent.has(id))
      .map((id) => `mail ${id} arrived and is not on record`),
    ...(await untold(world, orders)),
  ];
  const repeated = [...arrivals.values()].reduce((sum, count) => sum + count - 1, 0);
  const allowed = windows * UNDER_WAY;
  if (repeated > allowed) violations.push(`${repeated} mails arrived again, at most ${allowed} may`);
  return { violations, mails: arrivals.size, repeated, allowed };
}

/** @param {World} world @param {readonly Order[]} orders */
async function untold(world, orders) {
  const due = orders.flatMap(owedTo);
  const columns = [due.map(([id]) => id), due.map(([, kind]) => kind), due.map(([, , times]) => times)];
  const rows = await query(world, 'notification', UNTOLD, columns);
  return rows.map(
    ({ order_id: id, kind, owed, times }) =>
      `order ${id} has ${times} notifications ${kind} instead of ${owed}`,
  );
}

/** How often an order's customer is to be told what. @param {Order} order @returns {[id: string, kind: string, times: number][]} */
export const owedTo = ({ id, history }) =>
  Object.entries(TOLD_OF).map(([kind, told]) => [
    id,
    kind,
    history.filter(({ event }) => event === told).length,
  ]);
