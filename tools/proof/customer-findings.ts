import type { World } from '@app/testing';
import type { Finding } from './finding.js';
import { type PlacedOrder, PRICE_MINOR, type Traffic } from './traffic.js';

interface OrderRow {
  readonly id: string;
  /** How long after it was placed it ended for want of payment, if it did. */
  readonly expiredAfterMs: number | null;
}

const ORDERS = `
  SELECT o.id, (extract(epoch FROM min(h.at) FILTER (WHERE h.code LIKE '%EXPIRED') - o.created_at) * 1000)::float8
           AS "expiredAfterMs"
  FROM orders o LEFT JOIN order_history h ON h.order_id = o.id GROUP BY o.id`;

/** What customers have to complain about: their answers, and what has become of their orders. */
export async function customerFindings(
  { databases }: World,
  { placed, keys, complaints }: Traffic,
  paymentWindowMs: number,
): Promise<Finding[]> {
  const rows = await databases.order.query<OrderRow>(ORDERS);
  const known = new Set(rows.map(({ id }) => id));
  return [
    ...complaints,
    ...countedWrongly(keys.size, rows.length),
    ...placed
      .filter(({ id }) => !known.has(id))
      .map(({ id }) => complaint('an order that was answered is gone', id)),
    ...placed.flatMap(chargedWrongly),
    ...rows.flatMap((row) => endedTooSoon(row, paymentWindowMs)),
  ];
}

const complaint = (what: string, seen: string): Finding => ({ by: 'customers', what, seen });

function countedWrongly(asked: number, there: number): Finding[] {
  if (asked === there) return [];
  const what = `there are ${asked < there ? 'more' : 'fewer'} orders than were asked for`;
  return [complaint(what, `${there} of ${asked}`)];
}

function chargedWrongly({ id, quantity, totalAmount }: PlacedOrder): Finding[] {
  if (totalAmount === (quantity * PRICE_MINOR) / 100) return [];
  return [
    complaint('an order is charged other than its goods cost', `${quantity} units of ${id}: ${totalAmount}`),
  ];
}

function endedTooSoon({ id, expiredAfterMs }: OrderRow, paymentWindowMs: number): Finding[] {
  if (expiredAfterMs === null || expiredAfterMs >= paymentWindowMs) return [];
  const what = 'an order was ended for want of payment before its time to pay was over';
  return [complaint(what, `${id} after ${expiredAfterMs} ms`)];
}
