import { newId } from '@app/platform';
import type { Answer, OrderBody } from './support/client.js';
import { useOrderSystem } from './support/order-system.js';

const system = useOrderSystem({ consuming: false });
const ADMIN = { 'x-role': 'admin' };

const list = (path: string, headers = {}) => system.service.http.get<OrderBody[]>(path, headers);
const idsOf = ({ body }: Answer<OrderBody[]>) => body.map(({ id }) => id);
const linkOf = ({ headers }: Answer, rel: string) =>
  new RegExp(`<([^>]+)>; rel="${rel}"`).exec(headers.get('link') ?? '')?.[1];

async function place(items: Record<string, number>, more: object = {}): Promise<OrderBody> {
  const { body } = await system.service.http.post('/orders', {
    customerId: newId(),
    items: Object.entries(items).map(([productId, quantity]) => ({ productId, quantity })),
    ...more,
  });
  return body;
}

/** Follows the links from page to page, and does something after each. */
async function walk(path: string, between: (page: readonly string[]) => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const page = await list(next);
    seen.push(...idsOf(page));
    await between(idsOf(page));
    next = linkOf(page, 'next');
  }
  return seen;
}

describe('orders', () => {
  let [lamps, mixed, gift, deleted]: OrderBody[] = [];

  beforeAll(async () => {
    await system.sell('lamp', 'shade', 'bulb');
    lamps = await place({ lamp: 3 }, { notes: 'Grüße! Wrap as a gift, please' });
    mixed = await place({ lamp: 1, shade: 1 }, { notes: 'wrapping is not needed' });
    gift = await place({ bulb: 1 }, { notes: 'A GIFT; please wrap' });
    deleted = await place({ lamp: 5 }, { notes: 'gift' });
    await fetch(`${await system.service.app.getUrl()}/orders/${deleted.id}`, {
      method: 'DELETE',
      headers: { 'if-match': '*' },
    });
  });

  const idOf = (...orders: (OrderBody | undefined)[]) => orders.map((order) => order?.id);

  it('are found by a product, whatever else they have', async () => {
    expect(idsOf(await list('/orders?productId=lamp'))).toEqual(idOf(mixed, lamps));
    expect(idsOf(await list('/orders?productId=nothing'))).toEqual([]);
    expect(idsOf(await list('/orders?productId=lamp&q=wrap&status=PENDING'))).toEqual(idOf(lamps));
  });

  it.each([
    ['gift', () => [gift, lamps]],
    ['wrap GIFT', () => [gift, lamps]],
    ['grüße', () => [lamps]],
    ['wrapping', () => [mixed]],
    ['gif', () => []],
    ['gift needed', () => []],
    ['!!!', () => []],
    ["' OR 1=1 --", () => []],
    ['gift:* & wrap | %', () => [gift, lamps]],
  ])('are found by whole words of their notes: %s', async (q, found) => {
    const answer = await list(`/orders?q=${encodeURIComponent(q)}`);

    expect([answer.status, idsOf(answer)]).toEqual([200, idOf(...found())]);
  });

  it('are found by the words that their notes have now', async () => {
    const order = await place({ bulb: 1 }, { notes: 'before noon' });
    await system.database.query(`UPDATE orders SET notes = 'after noon' WHERE id = $1`, [order.id]);

    expect(idsOf(await list('/orders?q=before'))).toEqual([]);
    expect(idsOf(await list('/orders?q=after+noon'))).toEqual([order.id]);
    await system.database.query('UPDATE orders SET notes = NULL WHERE id = $1', [order.id]);
    expect(idsOf(await list('/orders?q=noon'))).toEqual([]);
  });

  it('are found by any of several statuses, separated by commas or not', async () => {
    const all = await list('/orders?status=PENDING');
    const cancelled = await place({ bulb: 1 });
    await system.service.http.post(`/orders/${cancelled.id}/cancel`, { reason: 'Ordered twice' });

    expect(idsOf(await list('/orders?status=CANCELLED,PENDING'))).toEqual([cancelled.id, ...idsOf(all)]);
    expect(idsOf(await list('/orders?status=CANCELLED&status=PENDING,PENDING'))).toEqual([
      cancelled.id,
      ...idsOf(all),
    ]);
  });

  it('are found by their total, both bounds included', async () => {
    const path = '/orders?currency=EUR&sort=totalAmount';
    const totals = async (query: string) => (await list(path + query)).body.map((order) => order.totalAmount);

    expect(await totals('&minTotal=59.98&maxTotal=89.97')).toEqual([59.98, 89.97]);
    expect(await totals('&minTotal=89.98')).toEqual([]);
    expect(idsOf(await list('/orders?currency=USD'))).toEqual([]);
  });

  it('are shown to administrators when deleted, and to nobody else', async () => {
    expect(idsOf(await list('/orders?productId=lamp&includeDeleted=true', ADMIN))).toContain(deleted?.id);
    expect(idsOf(await list('/orders?q=gift&status=CANCELLED&includeDeleted=true', ADMIN))).toEqual(
      idOf(deleted),
    );
    expect(idsOf(await list('/orders?limit=200'))).not.toContain(deleted?.id);
    expect(await list('/orders?includeDeleted=true')).toMatchObject({
      status: 403,
      body: { code: 'admin-only' },
    });
  });

  it.each(['-createdAt', 'createdAt', '-totalAmount', 'totalAmount'])(
    'come in the order of %s, the same by cursor as by page',
    async (sort) => {
      const whole = await list(`/orders?sort=${sort}&limit=200`);
      const key = ({ id, totalAmount }: OrderBody) =>
        sort.endsWith('totalAmount') ? String(totalAmount).padStart(9) + id : id;
      const sorted = whole.body.map(key).toSorted();

      expect(whole.body.map(key)).toEqual(sort.startsWith('-') ? sorted.toReversed() : sorted);
      for (const way of ['limit=2', 'per_page=2'])
        expect(await walk(`/orders?sort=${sort}&${way}`, async () => {})).toEqual(idsOf(whole));
    },
  );

  it('do not go on at the cursor of another sort', async () => {
    const next = linkOf(await list('/orders?limit=1&sort=totalAmount'), 'next') ?? '';

    expect(await list(next.replace('sort=totalAmount', 'sort=-totalAmount'))).toMatchObject({
      status: 400,
      body: { code: 'invalid-cursor' },
    });
  });

  it('go on by cursor where page numbers end', async () => {
    const answer = await list('/orders?status=PENDING&sort=totalAmount&page=1000&per_page=2');

    expect(answer.status).toBe(200);
    expect(linkOf(answer, 'next')).toBeUndefined();
  });

  it.each(['-createdAt', 'createdAt', '-totalAmount', 'totalAmount'])(
    'sorted by %s are seen once each by whoever pages while others are placed and changed',
    async (sort) => {
      const before = idsOf(await list('/orders?limit=200'));
      let arrivals = 0;
      const seen = await walk(`/orders?sort=${sort}&limit=2`, async ([first]) => {
        if (arrivals < 5) await place({ lamp: (arrivals += 1) });
        if (first) await system.service.http.post(`/orders/${first}/cancel`, { reason: 'Ordered twice' });
      });

      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(before));
    },
  );
});
