import {
  ask,
  openTcpProxy,
  type OrderView,
  Shop,
  startWorld,
  type TcpProxy,
  testServers,
  until,
  type World,
} from '@app/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 } from 'uuid';
import { auditWorld } from './audit-world.js';
import { Vitals } from './fuzz-messages/vitals.js';
import { persistently } from './lanes.js';
import { RECEIVED } from './use-world.js';

const SECONDS = Number(process.env['OUTAGE_SECONDS'] ?? 6);
const ORDERS_A_SECOND = Number(process.env['OUTAGE_RATE'] ?? 25);
const ORDERS = SECONDS * ORDERS_A_SECOND;
// Far more than it takes.
const DRAIN_LIMIT_MS = 240_000 + ORDERS * 20;
const MEBIBYTE = 1_048_576;
const GROWTH_LIMIT_BYTES = 300 * MEBIBYTE;
const CANCEL_EVERY = 5;
const CANCELLED = Math.ceil(ORDERS / CANCEL_EVERY);

describe(`a broker that is away for ${SECONDS} s at ${ORDERS_A_SECOND} orders a second`, () => {
  let line: TcpProxy;
  let world: World;
  let shop: Shop;
  /** Of every request, how long it took to be answered. */
  const answeredInMs: number[] = [];
  let askedAgain = 0;

  beforeAll(async () => {
    const broker = new URL(testServers().rabbitmqUrl);
    line = await openTcpProxy({ host: broker.hostname, port: Number(broker.port || 5672) });
    broker.host = `127.0.0.1:${line.port}`;
    world = await startWorld({ environment: { RABBITMQ_URL: broker.href } });
    shop = new Shop(world);
    await shop.stock({ lamp: 1_000_000 });
  });
  afterAll(async () => {
    await world?.end();
    await line?.close();
  });

  const post = async (path: string, body: unknown): Promise<OrderView> => {
    const [url, key] = [`${world.url('order-service')}/orders${path}`, v7()];
    const asked = performance.now();
    const headers = { 'idempotency-key': key };
    const reply = await ask<OrderView>(url, { method: 'POST', body, headers }).catch(() => undefined);
    if (reply && reply.status < 300) {
      answeredInMs.push(performance.now() - asked);
      return reply.body;
    }
    askedAgain += 1;
    return (await persistently(url, body, key)).body;
  };
  const placeOne = async (number: number): Promise<void> => {
    const order = await post('', shop.orderOf({ lamp: 1 }, { contact: undefined }));
    if (number % CANCEL_EVERY === 0) await post(`/${order.id}/cancel`, { reason: 'too slow' });
  };
  /** Places the orders at an even pace, however long an answer takes, and takes back every fifth. */
  const placeAll = async (): Promise<void> => {
    const began = performance.now();
    const placed: Promise<void>[] = [];
    while (placed.length < ORDERS) {
      const due = ((performance.now() - began) / 1000) * ORDERS_A_SECOND;
      while (placed.length < Math.min(due, ORDERS)) placed.push(placeOne(placed.length));
      await pause(5);
    }
    await Promise.all(placed);
  };
  const countIn = async (name: keyof World['databases'], what: string): Promise<number> =>
    (await world.databases[name].query<{ n: number }>(`SELECT count(*)::int AS n FROM ${what}`))[0]?.n ?? 0;

  it(
    'holds up no order, loses none, and leaves each with its events in their order',
    async () => {
      const vitals = await Vitals.of([world.url('order-service')]);
      line.cut();
      await until(
        'it is known',
        async () => (await fetch(`${world.url('order-service')}/health/ready`)).status === 503,
      );
      const tookMs = await timed(placeAll);
      const waiting = await countIn('order', 'outbox_events');
      await vitals.look();
      expect(waiting).toBe(ORDERS + CANCELLED);
      expect(await countIn('inventory', 'reservations')).toBe(0);

      line.restore();
      const drainedMs = await timed(() => world.settled(DRAIN_LIMIT_MS));
      await vitals.look();

      expect(await auditWorld(world, { deadlineMs: DRAIN_LIMIT_MS })).toEqual([]);
      expect(await countIn('order', `orders WHERE status = 'CONFIRMED'`)).toBe(ORDERS - CANCELLED);
      expect(await countIn('order', `orders WHERE status = 'CANCELLED'`)).toBe(CANCELLED);
      expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: ORDERS - CANCELLED });
      expect(await countIn('notification', TOLD_IN_ORDER)).toBe(ORDERS);
      expect(await countIn('inventory', MOVED_IN_ORDER)).toBe(ORDERS);
      expect(vitals.restarts).toBe(0);
      expect(vitals.growthBytes).toBeLessThan(GROWTH_LIMIT_BYTES);
      tell({
        accepted: `${ORDERS} orders in ${seconds(tookMs)}, of them ${CANCELLED} taken back; asked again: ${askedAgain}`,
        answered: `half within ${share(0.5)}, 99 of 100 within ${share(0.99)}, all within ${share(1)}`,
        waited: `${waiting} events in the outbox, order service ${Math.round(vitals.growthBytes / MEBIBYTE)} MiB larger`,
        drained: `${seconds(drainedMs)} until every order was served everywhere`,
        early: `${await countIn('inventory', EARLY)} events of orders came before their turn and waited for it`,
        audited: 'no finding, and each order in its order',
      });
    },
    SECONDS * 2_000 + DRAIN_LIMIT_MS * 4,
  );

  const share = (part: number): string => {
    const sorted = answeredInMs.toSorted((a, b) => a - b);
    return `${Math.ceil(sorted[Math.ceil(sorted.length * part) - 1] ?? 0)} ms`;
  };
});

/** Orders whose customer was told first that there is an order, and of one later step after that. */
const TOLD_IN_ORDER = `(
  SELECT FROM notifications GROUP BY metadata ->> 'orderId'
  HAVING count(*) = 2 AND (array_agg(subject ORDER BY id))[1] LIKE '${RECEIVED}%') AS in_order`;

/** Orders whose stock was first reserved, and then, if at all, released. */
const MOVED_IN_ORDER = `(
  SELECT FROM stock_movements WHERE order_id IS NOT NULL GROUP BY order_id
  HAVING array_agg(kind ORDER BY movement_id) IN ('{reserved}', '{reserved,released}')) AS in_order`;

const EARLY = `stream_incidents WHERE stream = 'order' AND kind = 'parked'`;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const tell = (figures: Readonly<Record<string, string>>): void => {
  if (process.env['OUTAGE_SECONDS'] === undefined) return;
  for (const [what, figure] of Object.entries(figures)) process.stderr.write(`${what.padEnd(10)}${figure}\n`);
};
