import { demand, type OrderView, type Reply, type Shop, until } from '@app/testing';
import { brokenStock } from '../apps/inventory-service/src/stock/persistence/stock-invariants.js';
import { forEach } from './at-once.js';
import { useWorld } from './use-world.js';

const REPETITIONS = 200;
const PAYMENT = { payment: { required: true } };

// So many orders take their time on a slow machine.
const PATIENCE_MS = 600_000;
jest.setTimeout(4 * PATIENCE_MS);

/** Does something many times, as impatient customers do. */
const repeatedly = <R>(what: (index: number) => Promise<R>): Promise<R[]> =>
  forEach(Array.from({ length: REPETITIONS }), (_, index) => what(index));

/** Starts both at once, every other time the second one first. */
const race = async <T>(index: number, a: () => Promise<T>, b: () => Promise<T>): Promise<[T, T]> => {
  if (index % 2 === 0) return Promise.all([a(), b()]);
  const [second, first] = await Promise.all([b(), a()]);
  return [first, second];
};

/** The status, and of a service that has failed also what it said. */
const answerOf = ({ status, body }: Reply): number | string =>
  status < 500 ? status : `${status} ${JSON.stringify(body)}`;

const answers = (replies: readonly Reply[]) => [...new Set(replies.map(answerOf))];

describe('of two requests that race', () => {
  const the = useWorld({ instances: 2 });
  let shop: Shop;
  beforeEach(() => {
    shop = the.shop();
  });

  const confirmedOrders = async (quantity: number): Promise<readonly (OrderView & { etag: string })[]> => {
    const placed = await repeatedly(() => shop.place({ lamp: quantity }));
    await the.world.settled(PATIENCE_MS);
    return forEach(placed, async ({ id }) => {
      const { body, headers } = await demand<OrderView>(`${the.world.url('order-service')}/orders/${id}`);
      return { ...body, etag: headers.get('etag') ?? '' };
    });
  };

  /** Every order as it has become, after checking that the stock adds up to what they hold. */
  const outcome = async (
    orders: readonly { id: string }[],
    onHand: number,
  ): Promise<readonly OrderView[]> => {
    await the.world.settled(PATIENCE_MS);
    const ended = await forEach(orders, ({ id }) => shop.order(id));
    const held = ended
      .filter(({ status }) => status === 'CONFIRMED')
      .flatMap(({ items }) => items)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    expect(await shop.levels('lamp')).toEqual({
      quantity: onHand,
      reservedQuantity: held,
      availableQuantity: onHand - held,
    });
    expect(await brokenStock(the.world.databases.inventory)).toEqual([]);
    for (const { history = [] } of ended) expect(joinsEndToEnd(history)).toBe(true);
    return ended;
  };

  it('cancelling and reserving leave every order cancelled and every piece in stock', async () => {
    await shop.stock({ lamp: 300 });

    const raced = await repeatedly(async () => {
      const order = await shop.place({ lamp: 2 });
      return { order, reply: await shop.cancel(order.id) };
    });

    expect(answers(raced.map(({ reply }) => reply))).toEqual([200]);
    const ended = await outcome(
      raced.map(({ order }) => order),
      300,
    );
    expect(ended.every(({ status }) => status === 'CANCELLED')).toBe(true);
  });

  it('cancelling and shipping end cancelled, the goods back in stock, shipped before or not at all', async () => {
    await shop.stock({ lamp: 200 });
    const orders = await confirmedOrders(1);

    const replies = await forEach(orders, ({ id }, index) =>
      race(
        index,
        () => shop.cancel(id),
        () => shop.change(id, { status: 'SHIPPED' }),
      ),
    );

    expect(answers(replies.map(([cancelled]) => cancelled))).toEqual([200]);
    for (const [, shipped] of replies) expect([200, 409]).toContain(answerOf(shipped));
    const ended = await outcome(orders, 200);
    expect(ended.every(({ status }) => status === 'CANCELLED')).toBe(true);
  });

  it('changing and cancelling end cancelled, with nothing held of either', async () => {
    await shop.stock({ lamp: 800 });
    const orders = await confirmedOrders(1);

    const replies = await forEach(orders, ({ id }, index) =>
      race(
        index,
        () => shop.wants(id, { lamp: 3 }),
        () => shop.cancel(id),
      ),
    );

    for (const [changed] of replies) expect([202, 409]).toContain(answerOf(changed));
    expect(answers(replies.map(([, cancelled]) => cancelled))).toEqual([200]);
    const ended = await outcome(orders, 800);
    expect(ended.every(({ status }) => status === 'CANCELLED')).toBe(true);
  });

  it('two changes of what both have seen are one change', async () => {
    await shop.stock({ lamp: 900 });
    const orders = await confirmedOrders(1);

    const replies = await forEach(orders, ({ id, etag }, index) =>
      race(
        index,
        () => shop.wants(id, { lamp: 2 }, etag),
        () => shop.wants(id, { lamp: 3 }, etag),
      ),
    );

    for (const pair of replies) expect(new Set(answers(pair))).toEqual(new Set([202, 412]));
    const ended = await outcome(orders, 900);
    ended.forEach(({ items }, index) => {
      expect(items[0]?.quantity).toBe(replies[index]?.[0].status === 202 ? 2 : 3);
    });
  });

  it('two changes by clients that have seen nothing are one change, then another or none', async () => {
    await shop.stock({ lamp: 900 });
    const orders = await confirmedOrders(1);

    const replies = await forEach(orders, ({ id }, index) =>
      race(
        index,
        () => shop.wants(id, { lamp: 2 }),
        () => shop.wants(id, { lamp: 3 }),
      ),
    );

    for (const pair of replies) {
      for (const reply of pair) expect([202, 409]).toContain(answerOf(reply));
      expect(answers(pair)).toContain(202);
    }
    const ended = await outcome(orders, 900);
    for (const { items } of ended) expect([2, 3]).toContain(items[0]?.quantity);
  });
});

describe('a payment that races with the end of the time to pay', () => {
  const the = useWorld({ instances: 2, environment: { PAYMENT_WINDOW_MS: '1000' } });

  it('confirms the order, in time or after all, and never pays for an order that holds nothing', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 300 });

    const paid = await repeatedly(async (index) => {
      const order = await shop.place({ lamp: 1 }, PAYMENT);
      const expiresAt = await until('its time to pay is known', async () => {
        return (await shop.order(order.id)).payment?.expiresAt;
      });
      // When its own time is over, give or take: some before, some after the order has expired.
      await shop.waitUntil(Date.parse(expiresAt) + (index % 20) * 10 - 50);
      return { order, reply: await shop.pays(order, `T-${order.id}`) };
    });
    await the.world.settled(PATIENCE_MS);

    expect(answers(paid.map(({ reply }) => reply))).toEqual([200]);
    const ended = await forEach(paid, ({ order }) => shop.order(order.id));
    for (const { status, payment, refunds, history = [] } of ended) {
      expect({ status, payment: payment?.status, refunds }).toEqual({ status: 'CONFIRMED', payment: 'PAID' });
      expect(joinsEndToEnd(history)).toBe(true);
    }
    expect(await shop.levels('lamp')).toEqual({
      quantity: 300,
      reservedQuantity: 200,
      availableQuantity: 100,
    });
    expect(await brokenStock(the.world.databases.inventory)).toEqual([]);
  });
});

const joinsEndToEnd = (history: readonly { from: string | null; to: string }[]): boolean =>
  history.every(({ from }, index) => from === (history[index - 1]?.to ?? null));
