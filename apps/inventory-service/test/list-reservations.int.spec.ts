import type { OrderCreated } from '@app/contracts';
import type { Queryable } from '@app/messaging';
import { ReleaseStockOnOrderCancelled } from '../src/reservations/handlers/release-stock-on-order-cancelled.js';
import { ReserveStockOnOrderCreated } from '../src/reservations/handlers/reserve-stock-on-order-created.js';
import { ReservationList } from '../src/reservations/persistence/reservation.list.js';
import { orderCancelled, orderCreated } from './events.js';
import { useInventory } from './inventory.js';

describe('the list of reservations', () => {
  const inventory = useInventory({ soundStock: false });
  const service = inventory.instance();
  let lamp: string;
  let orders: string[];

  beforeAll(async () => {
    lamp = await service.stock(100);
    const desk = await service.stock(100);
    const created: OrderCreated[] = [1, 2, 3, 4, 5, 6, 7].map((at) =>
      orderCreated({ [at % 2 ? lamp : desk]: at }),
    );
    const [first, ...rest] = created;
    if (first) await service.handle(ReserveStockOnOrderCreated, first, ...rest);
    // Ids of one millisecond are in no order of time, so the order of the list is that of the ids.
    orders = created
      .map(({ data }) => data.orderId)
      .toSorted()
      .toReversed();
    const [newest = ''] = orders;
    await service.handle(ReleaseStockOnOrderCancelled, orderCancelled(newest));
  });

  const list = async (path: string): Promise<{ ids: string[]; next: string | undefined }> => {
    const { status, headers, body } = await service.request('GET', path);
    expect(status).toBe(200);
    const next = /<([^>]*)>; rel="next"/.exec(headers['link'] ?? '')?.[1];
    return { ids: (body as { orderId: string }[]).map(({ orderId }) => orderId), next };
  };

  it('goes through all of them, page by page', async () => {
    const found: string[] = [];
    let path: string | undefined = '/reservations?limit=3';
    while (path) {
      const { ids, next } = await list(path);
      found.push(...ids);
      path = next;
    }

    expect(found).toEqual(orders);
  });

  it('shows only those of a status, of a product, or of both', async () => {
    const { ids: released } = await list('/reservations?status=RELEASED');
    const { ids: wanting } = await list(`/reservations?productId=${lamp}`);
    const { ids: both } = await list(`/reservations?productId=${lamp}&status=RESERVED`);

    expect(released).toEqual(orders.slice(0, 1));
    expect(wanting).toHaveLength(4);
    expect(both).toEqual(wanting.filter((id) => !released.includes(id)));
    expect((await list('/reservations?productId=nowhere')).ids).toEqual([]);
  });

  describe('of a hundred thousand', () => {
    beforeAll(seed, 600_000);

    it.each([
      ['everything', {}],
      ['a usual status', { status: 'COMMITTED' }],
      ['a rare status', { status: 'REJECTED' }],
      ['a product', { productId: 'product-7' }],
      ['a product and a status', { productId: 'product-7', status: 'RESERVED' }],
    ] as const)('finds %s by an index, on any page', async (_, filter) => {
      const plans: string[] = [];
      const explaining: Queryable = {
        query: async <Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> => {
          plans.push(JSON.stringify(await inventory.database.query(`EXPLAIN ${sql}`, parameters)));
          return [];
        },
      };
      for (const after of [undefined, '01990000-0000-7000-8000-000000050000']) {
        await service.app.get(ReservationList).list(explaining, filter, 51, after);
      }

      expect(plans).toHaveLength(2);
      for (const plan of plans) expect(plan).not.toContain('Seq Scan');
    });
  });

  /**
   * A hundred thousand reservations of a thousand products, in short transactions: whoever follows anything on the same
   * server waits for the oldest one that is open.
   */
  async function seed(): Promise<void> {
    for (let from = 1; from <= 100_000; from += 5_000)
      await inventory.database.query(
        `INSERT INTO reservations (order_id, status, version, lines, shortages, created_at, updated_at)
       SELECT ('01990000-0000-7000-8000-' || lpad(at::text, 12, '0'))::uuid, s.status, 3, jsonb_build_array(
                jsonb_build_object('productId', 'product-' || at % 1000, 'quantity', 1)),
              CASE s.status WHEN 'REJECTED' THEN '[{}]' ELSE '[]' END::jsonb, now(), now()
       FROM generate_series($1::int, $2::int) AS at
       CROSS JOIN LATERAL (SELECT CASE WHEN at % 1000 = 0 THEN 'REJECTED' WHEN at % 20 = 7 THEN 'RESERVED'
                                       ELSE 'COMMITTED' END AS status) AS s`,
        [from, from + 4_999],
      );
    // As autovacuum leaves it sooner or later, and so at no moment of its own choosing.
    await inventory.database.query('VACUUM (ANALYZE) reservations');
  }
});
