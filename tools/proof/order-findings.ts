import type { World } from '@app/testing';
import { PRICE_MINOR, type Traffic } from './traffic.js';

interface OrderRow {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly steps: number;
  /** How often it became pending, and how often something was decided about it then. */
  readonly opened: number;
  readonly decided: number;
  readonly expiredAfterMs: number | null;
  readonly lines: readonly { quantity: number; unitPrice: number }[];
  readonly totalMinor: string;
}

const ORDERS = `
  SELECT o.id, o.status, o.version, count(h.version)::int AS steps,
         count(*) FILTER (WHERE h.to_status = 'PENDING' AND h.from_status IS DISTINCT FROM 'PENDING')::int AS opened,
         count(*) FILTER (WHERE h.from_status = 'PENDING' AND h.to_status <> 'PENDING')::int AS decided,
         (extract(epoch FROM min(h.at) FILTER (WHERE h.code LIKE '%EXPIRED') - o.created_at) * 1000)::float8
           AS "expiredAfterMs",
         o.lines, o.total_minor AS "totalMinor"
  FROM orders o LEFT JOIN order_history h ON h.order_id = o.id GROUP BY o.id`;

/** What inventory has for an order that stands there, and nothing else. */
const HELD: Record<string, readonly string[]> = {
  CONFIRMED: ['RESERVED'],
  SHIPPED: ['COMMITTED'],
  CANCELLED: ['REJECTED', 'RELEASED', 'RESTOCKED'],
};

/** What is wrong with the orders, and with what is held for them. */
export async function orderFindings(
  { databases }: World,
  { placed, keys }: Traffic,
  { paymentWindowMs }: { readonly paymentWindowMs: number },
): Promise<string[]> {
  const rows = await databases.order.query<OrderRow>(ORDERS);
  const reservations = await databases.inventory.query<{ id: string; status: string }>(
    'SELECT order_id AS id, status FROM reservations',
  );
  const orders = new Map(rows.map((row) => [row.id, row]));
  const held = new Map(reservations.map(({ id, status }) => [id, status]));
  const wrong = rows.flatMap((order) => [
    ...problemsOf(order, paymentWindowMs),
    ...(HELD[order.status]?.includes(held.get(order.id) ?? 'nothing') === false
      ? [`order ${order.id} is ${order.status} and its reservation ${held.get(order.id) ?? 'missing'}`]
      : []),
  ]);
  const lost = placed
    .filter(({ id }) => !orders.has(id))
    .map(({ id }) => `order ${id} was answered and is gone`);
  const charged = placed
    .filter(({ quantity, totalAmount }) => totalAmount !== (quantity * PRICE_MINOR) / 100)
    .map(({ id, quantity, totalAmount }) => `${quantity} units of order ${id} are charged as ${totalAmount}`);
  const count =
    rows.length === keys.size ? [] : [`${keys.size} orders were asked for, and there are ${rows.length}`];
  return [...count, ...lost, ...charged, ...wrong];
}

function problemsOf(order: OrderRow, paymentWindowMs: number): string[] {
  const { id, status, version, steps, opened, decided, expiredAfterMs, lines, totalMinor } = order;
  const total = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  return [
    ...(steps === version ? [] : [`order ${id} has version ${version} and ${steps} steps`]),
    ...(opened === decided ? [] : [`order ${id} was decided ${decided} times instead of ${opened}`]),
    ...(status === 'PENDING' ? [`order ${id} is still PENDING`] : []),
    ...(total === Number(totalMinor) ? [] : [`order ${id} costs ${totalMinor}, its goods ${total}`]),
    ...(expiredAfterMs !== null && expiredAfterMs < paymentWindowMs
      ? [`order ${id} was ended for want of payment after ${expiredAfterMs} ms`]
      : []),
  ];
}
