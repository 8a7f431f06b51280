import { Shop, startWorld, until, type World } from '@app/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 } from 'uuid';
import { auditWorld } from './audit-world.js';
import { Balancer, type Answer } from './rolling-restart/balancer.js';

// Few enough for a busy machine: an overloaded service refuses requests, which is no fault of a restart.
const ORDERS_A_SECOND = 5;
const TIME_LIMIT_MS = 600_000;
const APPS = ['order-service', 'inventory-service', 'notification-service'] as const;

describe('a restart of every instance, one after the other, while customers order', () => {
  let world: World;
  let shop: Shop;
  let balancers: Record<(typeof APPS)[number], Balancer>;
  const accepted: string[] = [];
  const failures: string[] = [];

  beforeAll(async () => {
    world = await startWorld({ instances: 2 });
    shop = new Shop(world);
    await shop.stock({ lamp: 1_000_000 });
    const to = (app: (typeof APPS)[number]) => new Balancer(world.instances(app).map(({ url }) => url));
    balancers = {
      'order-service': to('order-service'),
      'inventory-service': to('inventory-service'),
      'notification-service': to('notification-service'),
    };
  });
  afterAll(async () => {
    for (const balancer of Object.values(balancers ?? {})) balancer.close();
    await world?.end();
  });

  const noted = async (what: string, wanted: number, sent: Promise<Answer>): Promise<Answer | undefined> => {
    try {
      const answer = await sent;
      if (answer.status === wanted) return answer;
      failures.push(`${what}: ${answer.status} ${answer.body}`);
    } catch (error) {
      failures.push(`${what}: ${String(error)}`);
    }
    return undefined;
  };
  /** An order, and a look at everything there is to look at. */
  const visit = async (): Promise<void> => {
    const orders = balancers['order-service'];
    const headers = { 'idempotency-key': v7() };
    const placed = await noted(
      'POST /orders',
      201,
      orders.post('/orders', shop.orderOf({ lamp: 1 }), headers),
    );
    if (placed === undefined) return;
    const { id } = JSON.parse(placed.body) as { id: string };
    accepted.push(id);
    await Promise.all([
      noted('GET /orders/:id', 200, orders.get(`/orders/${id}`)),
      noted(
        'GET /inventory/:id',
        200,
        balancers['inventory-service'].get(`/inventory/${shop.product('lamp')}`),
      ),
      noted('GET /notifications', 200, balancers['notification-service'].get('/notifications?limit=1')),
    ]);
  };
  /** Visits at an even pace, however long an answer takes, until the work is done. */
  const during = async (work: () => Promise<void>): Promise<void> => {
    const over = new AbortController();
    const visits: Promise<void>[] = [];
    const load = async (): Promise<void> => {
      const began = performance.now();
      while (!over.signal.aborted) {
        const due = ((performance.now() - began) / 1000) * ORDERS_A_SECOND;
        while (visits.length < due) visits.push(visit());
        await pause(5);
      }
      await Promise.all(visits);
    };
    const loaded = load();
    try {
      await work();
    } finally {
      over.abort();
      await loaded;
    }
  };

  it(
    'fails no request, and every order that was accepted is served and told of',
    async () => {
      const exits: (number | null)[] = [];
      await during(async () => {
        for (const instance of APPS.flatMap((app) => world.instances(app))) {
          const before = accepted.length;
          exits.push(await instance.stop());
          await instance.start();
          await until('orders come in', () => accepted.length > before);
        }
      });

      expect(failures).toEqual([]);
      expect(exits).toEqual([0, 0, 0, 0, 0, 0]);
      await world.settled();
      expect(
        await world.databases.order.query('SELECT status, count(*)::int FROM orders GROUP BY 1'),
      ).toEqual([{ status: 'CONFIRMED', count: accepted.length }]);
      expect(
        await world.databases.notification.query(
          `SELECT status, count(*)::int, count(DISTINCT metadata ->> 'orderId')::int AS orders
           FROM notifications GROUP BY 1`,
        ),
      ).toEqual([{ status: 'SENT', count: 2 * accepted.length, orders: accepted.length }]);
      expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: accepted.length });
      expect(await auditWorld(world)).toEqual([]);
      // Somebody was refused, or else nothing was tried out.
      expect(balancers['order-service'].triedAgain).toBeGreaterThan(0);
    },
    TIME_LIMIT_MS,
  );
});
