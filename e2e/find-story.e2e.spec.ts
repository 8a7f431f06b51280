import { ask, demand, type OrderView, type Shop } from '@app/testing';
import { useWorld } from './use-world.js';

describe('a shop that looks for its orders', () => {
  const the = useWorld();
  let shop: Shop;
  let placed: OrderView[];
  const orders = (query: string) => `${the.world.url('order-service')}/orders${query}`;
  const idsOf = async (query: string) => (await demand<OrderView[]>(orders(query))).body.map(({ id }) => id);

  beforeAll(async () => {
    shop = the.shop();
    await shop.stock({ lamp: 6, mug: 9 }, { price: 10 });
    placed = [];
    for (const [lines, notes] of [
      [{ lamp: 2 }, 'Please wrap as a gift'],
      [{ mug: 3 }, 'Ring twice'],
      [{ lamp: 1, mug: 1 }, 'A GIFT, no paper'],
      [{ lamp: 99 }, undefined],
    ] as const) {
      placed.push(await shop.place(lines, notes === undefined ? {} : { notes }));
    }
    await the.world.settled();
  });

  const [GIFT, RING, BOTH, TOO_MANY] = [0, 1, 2, 3];
  const ids = (...which: number[]) => which.map((index) => placed[index]?.id);

  it('finds them by product, words of their notes, status and time, newest first unless asked otherwise', async () => {
    expect(await idsOf('')).toEqual(ids(TOO_MANY, BOTH, RING, GIFT));
    expect(await idsOf(`?productId=${shop.product('mug')}`)).toEqual(ids(BOTH, RING));
    expect(await idsOf('?q=gift')).toEqual(ids(BOTH, GIFT));
    expect(await idsOf('?q=gift%20wrap')).toEqual(ids(GIFT));
    expect(await idsOf('?status=CANCELLED')).toEqual(ids(TOO_MANY));
    expect(await idsOf('?status=CONFIRMED,CANCELLED&sort=createdAt')).toEqual(
      ids(GIFT, RING, BOTH, TOO_MANY),
    );
    expect(await idsOf(`?customerId=${placed[1]?.customerId}`)).toEqual(ids(RING));
    expect(await idsOf('?createdTo=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await idsOf('?currency=EUR&minTotal=30&maxTotal=30')).toEqual(ids(RING));
  });

  it('goes from page to page by links, whichever way it counts', async () => {
    for (const start of ['?limit=2', '?per_page=2']) {
      const seen: string[] = [];
      for (let url: string | undefined = orders(start); url !== undefined;) {
        const { body, headers }: { body: OrderView[]; headers: Headers } = await demand<OrderView[]>(url);
        seen.push(...body.map(({ id }) => id));
        const next: string | undefined = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
        url = next === undefined ? undefined : the.world.url('order-service') + next;
      }
      expect(seen).toEqual(ids(TOO_MANY, BOTH, RING, GIFT));
    }
    expect((await demand(orders('?limit=1'))).headers.get('x-total-count')).toBe('4');
  });

  it('sees what was sold and what is open, as JSON and as CSV', async () => {
    const reports = `${the.world.url('order-service')}/reports`;

    expect((await demand(`${reports}/sales?by=product`)).body).toEqual([
      expect.objectContaining({
        productId: shop.product('mug'),
        orders: 2,
        units: 4,
        revenue: 40,
        cancellations: 0,
      }),
      expect.objectContaining({
        productId: shop.product('lamp'),
        orders: 2,
        units: 3,
        revenue: 30,
        cancellations: 1,
      }),
    ]);
    expect((await demand(`${reports}/orders`)).body).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ status: 'CONFIRMED', orders: 3, open: true }),
        expect.objectContaining({ status: 'CANCELLED', orders: 1, open: false }),
      ]),
    );
    const csv = await fetch(`${reports}/sales?by=currency&format=csv`);
    expect(csv.headers.get('content-type')).toMatch('text/csv');
    expect((await csv.text()).trim().split(/\r?\n/)).toEqual([
      expect.stringContaining('currency'),
      expect.stringContaining('EUR'),
    ]);
  });

  it('is told what is wrong with a question that makes no sense', async () => {
    expect(await ask(orders('?limit=2&page=1'))).toMatchObject({
      status: 400,
      body: { code: 'mixed-pagination' },
    });
    expect(await ask(orders('?includeDeleted=true'))).toMatchObject({
      status: 403,
      body: { code: 'admin-only' },
    });
    expect(await ask(orders('?minTotal=1'))).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/currency' }] },
    });
  });
});
