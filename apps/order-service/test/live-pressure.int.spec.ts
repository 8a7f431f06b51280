import { openTcpProxy, type TcpProxy, until } from '@app/testing';
import { FeedRepository } from '../src/live/persistence/feed.repository.js';
import { EventClient } from './support/event-client.js';
import { type OrderService, useOrderSystem } from './support/order-system.js';
import { ordersIn } from './support/orders.js';
import { confirm } from './support/reservations.js';

const MANY = 1000;
// Few enough that each of them gets its turn, however slow the machine.
const AT_ONCE = 50;
const LONG_HISTORY = 20_000;
// A client that reads nothing for so long is dropped, whether or not the service stops.
const GIVEN_UP_AFTER_MS = 30_000;

const system = useOrderSystem({ consuming: false });
const orders = ordersIn(system);
let proxy: TcpProxy;

const open = async (service: OrderService, path: string, reading = true) =>
  EventClient.open((await service.app.getUrl()) + path, {}, reading);

const gauge = async (service: OrderService): Promise<string | undefined> => {
  const metrics = await (await fetch(`${await service.app.getUrl()}/metrics`)).text();
  return /^event_streams_open (\d+)$/m.exec(metrics)?.[1];
};

/** Resolves when no step of before can be told any more: none is of a transaction as young as any open one. */
const allIsTold = () =>
  until('no transaction of before is open', async () => {
    const sql =
      'SELECT FROM order_history WHERE transaction >= pg_snapshot_xmin(pg_current_snapshot()) LIMIT 1';
    return (await system.database.query(sql)).length === 0;
  });

/** An order of very many steps, each with a long reason. */
async function placeWithLongHistory(): Promise<string> {
  const { id } = await orders.place();
  await system.database.query(
    `INSERT INTO order_history (order_id, version, event, from_status, to_status, at, who, why)
     SELECT $1, version, 'order.updated', 'PENDING', 'PENDING', now(), 'admin', repeat('x', 1000)
     FROM generate_series(2, $2::integer) AS version`,
    [id, LONG_HISTORY],
  );
  await system.database.query('UPDATE orders SET version = $2 WHERE id = $1', [id, LONG_HISTORY]);
  return id;
}

beforeAll(async () => {
  await system.sell('lamp');
  const { host, port } = system.database.config;
  proxy = await openTcpProxy({ host, port });
});

afterAll(() => proxy.close());

describe('many streams', () => {
  it('cost one small statement an interval together', async () => {
    const { id } = await orders.place();
    await allIsTold();
    const service = await system.start();
    const feed = service.app.get(FeedRepository);
    const polls = jest.spyOn(feed, 'page');
    const readings = jest.spyOn(feed, 'stepsOf');
    const began = performance.now();

    const clients: EventClient[] = [];
    while (clients.length < MANY) {
      const some = Array.from({ length: AT_ONCE }, () => open(service, `/orders/${id}/events`));
      clients.push(...(await Promise.all(some)));
    }
    await until('all have caught up', () => clients.every(({ events }) => events.length === 1));
    expect(await gauge(service)).toBe(String(MANY));

    const readingsBefore = readings.mock.calls.length;
    await confirm(system.service, id);
    await until('all know of the next step', () => clients.every(({ events }) => events.length === 2));
    expect(readings.mock.calls.length).toBe(readingsBefore);
    expect(polls.mock.calls.length).toBeLessThanOrEqual((performance.now() - began) / 100 + 1);

    const oneMore = await system.service.http.get(`/orders/${id}/events?lastEventId=x`);
    expect(oneMore.status).toBe(400);
    const refused = await open(service, `/orders/${id}/events`);
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);

    for (const client of clients) client.close();
    await until('none is left open', async () => (await gauge(service)) === '0');
    // A feed at rest has to find out where it is when somebody comes again.
    const beginnings = jest.spyOn(feed, 'present');
    await until('the feed rests', async () => {
      const again = await open(service, `/orders/${id}/events`);
      await until('it has caught up', () => again.events.length === 2);
      again.close();
      return beginnings.mock.calls.length;
    });
    await service.stop();
  }, 600_000);
});

describe('a client that does not read', () => {
  it('is read for no further than it takes, delays nobody, and has everything once it reads', async () => {
    const id = await placeWithLongHistory();
    const { id: another } = await orders.place();
    const service = await system.start();
    const readings = jest.spyOn(service.app.get(FeedRepository), 'stepsOf');

    const stuck = await open(service, `/orders/${id}/events`, false);
    const quick = await open(service, `/orders/${another}/events`);
    await until('the other has its first step', () => quick.events.length === 1);
    await confirm(system.service, another);
    await until('the other has its next step', () => quick.events.length === 2);
    expect(readings.mock.calls.length).toBeLessThan(LONG_HISTORY / 200 / 2);

    stuck.read();
    await until('all has been read', () => stuck.events.length === LONG_HISTORY);
    expect(stuck.events.every(({ data }, index) => data.version === index + 1)).toBe(true);
    stuck.close();
    quick.close();
    await service.stop();
  });
});

describe('a stop', () => {
  it('ends every stream at once, also those that are not read', async () => {
    const id = await placeWithLongHistory();
    const service = await system.start();
    const began = performance.now();
    const clients = [
      await open(service, '/orders/events'),
      await open(service, `/orders/${id}/events`, false),
      await open(service, `/orders/${id}/events?lastEventId=${LONG_HISTORY}`),
    ];
    await service.stop();
    expect(performance.now() - began).toBeLessThan(GIVEN_UP_AFTER_MS);
    clients[1]?.read();
    await until('all are closed', () => clients.every(({ isClosed }) => isClosed));
  });
});

describe('streams in an outage of the database', () => {
  it('stay open, and go on afterwards without a gap', async () => {
    const service = await system.start({ DB_HOST: '127.0.0.1', DB_PORT: String(proxy.port) });
    const { id } = await orders.place();
    const one = await open(service, `/orders/${id}/events`);
    const all = await open(service, '/orders/events?from=beginning&type=order.confirmed');
    await until('the first step is told', () => one.events.length === 1);
    const before = all.events.length;

    proxy.cut();
    await confirm(system.service, id);
    await until(
      'the database is away',
      async () => (await open(service, `/orders/${id}/events`)).status === 503,
    );
    proxy.restore();

    await until('both know of the step', () => one.events.length === 2 && all.events.length > before);
    expect([one.isClosed, all.isClosed]).toEqual([false, false]);
    one.close();
    all.close();
    await service.stop();
  });
});

describe('an instance that may keep no streams open', () => {
  it('refuses them and says when to come again', async () => {
    const service = await system.start({ EVENT_STREAMS_MAX: '0' });
    const { status, headers, body } = await service.http.get('/orders/events');
    expect([status, headers.get('retry-after'), body.code]).toEqual([503, '5', 'too-many-streams']);
    await service.stop();
  });
});
