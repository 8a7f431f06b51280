import {
  openTcpProxy,
  type OrderView,
  Shop,
  startWorld,
  type TcpProxy,
  testServers,
  until,
  type World,
} from '@app/testing';
import { v7 } from 'uuid';
import { persistently } from './lanes.js';
import { RECEIVED } from './use-world.js';
import { Vitals } from './fuzz-messages/vitals.js';

const SECONDS = Number(process.env['OUTAGE_SECONDS'] ?? 6);
const ORDERS_A_SECOND = Number(process.env['OUTAGE_RATE'] ?? 25);
const ORDERS = SECONDS * ORDERS_A_SECOND;
// Far more than it takes.
const DRAIN_LIMIT_MS = 240_000 + ORDERS * 20;
const MEBIBYTE = 1_048_576;
const GROWTH_LIMIT_BYTES = 300 * MEBIBYTE;
const CANCEL_EVERY = 5;

describe(`a broker that is away for ${SECONDS} s at ${ORDERS_A_SECOND} orders a second`, () => {
  let line: TcpProxy;
  let world: World;
  let shop: Shop;
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

  const post = async (path: string, body: unknown): Promise<OrderView> =>
    (await persistently(`${world.url('order-service')}/orders${path}`, body, v7())).body;

  /** Places the orders at an even pace, however long an answer takes, and takes back every fifth. */
  const placeAll = async (): Promise<OrderView[]> => {
    const began = Date.now();
    return Promise.all(
      Array.from({ length: ORDERS }, async (_, at) => {
        await shop.waitUntil(began + (at * 1000) / ORDERS_A_SECOND);
        const order = await post('', shop.orderOf({ lamp: 1 }, { contact: undefined }));
        return at % CANCEL_EVERY === 0 ? post(`/${order.id}/cancel`, { reason: 'too slow' }) : order;
      }),
    );
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
      const placed = await placeAll();
      const waiting = await countIn('order', 'outbox_events');
      await vitals.look();
      expect(waiting).toBe(ORDERS * (1 + 1 / CANCEL_EVERY));
      expect(await countIn('inventory', 'reservations')).toBe(0);

      line.restore();
      const restored = Date.now();
      await world.settled(DRAIN_LIMIT_MS);
      const drainedMs = Date.now() - restored;
      await vitals.look();

      const cancelled = ORDERS / CANCEL_EVERY;
      expect(await countIn('order', `orders WHERE status = 'CONFIRMED'`)).toBe(placed.length - cancelled);
      expect(await countIn('order', `orders WHERE status = 'CANCELLED'`)).toBe(cancelled);
      expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: placed.length - cancelled });
      expect(await countIn('notification', OUT_OF_ORDER)).toBe(0);
      expect(vitals.restarts).toBe(0);
      expect(vitals.growthBytes).toBeLessThan(GROWTH_LIMIT_BYTES);
      tell({ orders: ORDERS, waiting, drainedMs, grownMiB: Math.round(vitals.growthBytes / MEBIBYTE) });
    },
    SECONDS * 1000 + DRAIN_LIMIT_MS * 3,
  );
});

/** Orders whose customer was to be told of a later step before being told that there is an order. */
const OUT_OF_ORDER = `(
  SELECT metadata ->> 'orderId' FROM notifications GROUP BY metadata ->> 'orderId'
  HAVING min(created_at) < min(created_at) FILTER (WHERE subject LIKE '${RECEIVED}%')
) AS out_of_order`;

const tell = (figures: Record<string, number>): void => {
  if (process.env['OUTAGE_SECONDS'] !== undefined) process.stdout.write(`${JSON.stringify(figures)}\n`);
};
