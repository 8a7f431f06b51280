import { newId } from '@app/platform';
import { OrderRepository } from '../src/orders/persistence/order.repository.js';
import type { Answer, OrderBody } from './support/client.js';
import { useOrderSystem } from './support/order-system.js';

const system = useOrderSystem({ consuming: false });
const [ada, bob] = [newId(), newId()];
const placed: OrderBody[] = [];

const list = (path: string) => system.service.http.get<OrderBody[]>(path);
const idsOf = ({ body }: Answer<OrderBody[]>) => body.map(({ id }) => id);
const nextOf = ({ headers }: Answer<unknown>) =>
  /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];

/** Follows the links from page to page, as a client does. */
async function walk(path: string | undefined): Promise<string[][]> {
  if (path === undefined) return [];
  const page = await list(path);
  return [idsOf(page), ...(await walk(nextOf(page)))];
}

beforeAll(async () => {
  await system.sell('lamp');
  for (const customerId of [ada, bob, ada, bob, ada, ada, bob]) {
    const request = { customerId, items: [{ productId: 'lamp', quantity: 1 }] };
    placed.unshift((await system.service.http.post('/orders', request)).body);
  }
  const [newest] = placed;
  await system.service.http.post(`/orders/${newest?.id}/cancel`, { reason: 'Ordered twice' });
});

describe('a list of orders', () => {
  const ids = (those: (order: OrderBody) => boolean = () => true) => placed.filter(those).map(({ id }) => id);

  it('shows the newest first', async () => {
    const answer = await list('/orders');

    expect(idsOf(answer)).toEqual(ids());
    expect(answer.headers.get('x-total-count')).toBe('7');
    expect(answer.headers.get('link')).toBeNull();
    expect(answer.body.at(-1)).toEqual(placed.at(-1));
  });

  it('leads from page to page, also while orders arrive', async () => {
    const pages = await walk('/orders?limit=3');

    expect(pages).toEqual([ids().slice(0, 3), ids().slice(3, 6), ids().slice(6)]);
  });

  it('leads on within its filters and under the version it was asked', async () => {
    const path = `/v1/orders?limit=2&customerId=${ada}&status=PENDING`;

    expect(nextOf(await list(path))).toMatch(`${path}&cursor=`);
    expect((await walk(path)).flat()).toEqual(ids(({ customerId }) => customerId === ada));
  });

  it('can be of one customer', async () => {
    expect(idsOf(await list(`/orders/customer/${bob}`))).toEqual(ids(({ customerId }) => customerId === bob));
    expect(idsOf(await list(`/orders/customer/${newId()}`))).toEqual([]);
  });

  it('can be of one status', async () => {
    expect(idsOf(await list('/orders?status=CANCELLED'))).toEqual(ids().slice(0, 1));
    expect(idsOf(await list(`/orders/customer/${bob}?status=CANCELLED`))).toEqual(ids().slice(0, 1));
  });

  it('can be of a span of time, its start included and its end not', async () => {
    const [from, to] = [placed[4]?.createdAt ?? '', placed[1]?.createdAt ?? ''];
    const answer = await list(`/orders?createdFrom=${from}&createdTo=${to}`);

    expect(idsOf(answer)).toEqual(ids(({ createdAt }) => createdAt >= from && createdAt < to));
    expect(idsOf(answer)).not.toEqual([]);
  });

  it.each([
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['limit=ten', '/limit'],
    ['status=LOST', '/status'],
    ['status=PENDING&status=CANCELLED', '/status'],
    ['customerId=me', '/customerId'],
    ['createdFrom=yesterday', '/createdFrom'],
    ['createdFrom=0000-01-01T00:00:00Z', '/createdFrom'],
    ['createdTo=9999-12-31T23:59:59-23:59', '/createdTo'],
    ['cursor=nonsense', '/cursor'],
    ['cursor=IngnIE9SIDE9MSI', '/cursor'],
    ['cursor=%00', '/cursor'],
    ['order=desc', '/order'],
  ])('refuses %s', async (query, pointer) => {
    const answer = await system.service.http.get(`/orders?${query}`);

    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });
});

describe('among many orders', () => {
  const MANY = 20_000;

  /** How PostgreSQL answers what the repository asks. */
  async function planOf(ask: (orders: OrderRepository, db: Explaining) => Promise<unknown>): Promise<string> {
    const plan: string[] = [];
    await ask(system.service.app.get(OrderRepository), {
      query: async (sql, parameters) => {
        const rows = await system.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, parameters);
        plan.push(...rows.map((row) => row['QUERY PLAN']));
        return [];
      },
    });
    return plan.join('\n');
  }

  beforeAll(async () => {
    await system.database.query(
      `INSERT INTO orders (id, version, status, customer_id, lines, total_minor, currency, cancellation, created_at, updated_at)
       SELECT gen_random_uuid(), 1, CASE WHEN n % 100 = 0 THEN 'PENDING' ELSE 'CANCELLED' END, gen_random_uuid(), '[{}]', 0, 'EUR',
              CASE WHEN n % 100 = 0 THEN NULL ELSE '{}'::jsonb END, at, at
       FROM generate_series(1, $1) AS n, LATERAL (SELECT timestamptz '2020-01-01' + make_interval(mins => n) AS at) AS moment`,
      [MANY],
    );
    await system.database.query('VACUUM ANALYZE orders');
  });

  it('finds every page by an index', async () => {
    const limit = 50;
    const after = newId();

    expect(await planOf((orders, db) => orders.list(db, {}, { after, limit }))).toMatch('orders_pkey');
    expect(await planOf((orders, db) => orders.list(db, { customerId: ada }, { limit }))).toMatch(
      'orders_by_customer',
    );
    expect(await planOf((orders, db) => orders.list(db, { status: 'PENDING' }, { after, limit }))).toMatch(
      'orders_by_status',
    );
    const span = { createdFrom: '2020-01-02T00:00:00Z', createdTo: '2020-01-02T00:30:00Z' };
    expect(await planOf((orders, db) => orders.list(db, span, { limit }))).toMatch('orders_by_creation');
  });

  it('does not count further than it is worth', async () => {
    const answer = await list('/orders?limit=1');

    expect([answer.status, answer.headers.get('x-total-count')]).toEqual([200, null]);
    expect((await list('/orders?limit=1&status=PENDING')).headers.get('x-total-count')).toBe(
      String(MANY / 100 + 6),
    );
  });
});

type Explaining = Parameters<OrderRepository['list']>[0];
