import { ask, demand, type Shop, until } from '@app/testing';
import { brokenStock } from '../apps/inventory-service/src/stock/persistence/stock-invariants.js';
import { CONFIRMED, RECEIVED, useWorld } from './use-world.js';

const SHOP = 'shop@waybill.example';

interface Entry {
  readonly kind: string;
  readonly onHandAfter: number;
  readonly reservedAfter: number;
}

describe('the stock of a shop', () => {
  const the = useWorld();
  let shop: Shop;
  beforeEach(() => {
    shop = the.shop();
  });
  const inventory = (path = '') => `${the.world.url('inventory-service')}/inventory${path}`;
  const adjust = (name: string, body: Record<string, unknown>, headers = {}) =>
    ask(inventory(`/${shop.product(name)}/adjustments`), { method: 'POST', body, headers });
  const alertsSince = (before: number) =>
    the.world.mailbox
      .to(SHOP)
      .slice(before)
      .map(({ headers }) => headers.get('subject') ?? '')
      // Mails that are sent at once may arrive in any order.
      .sort();

  it('is adjusted for a reason, never below what orders hold, and the shop told of each crossing once', async () => {
    await shop.stock({ lamp: 10 }, { lowStockThreshold: 3 });
    const { id } = await shop.place({ lamp: 4 });
    await shop.reaches(id, 'CONFIRMED');
    const before = the.world.mailbox.to(SHOP).length;

    expect(await adjust('lamp', { delta: -7, reason: 'water damage' })).toMatchObject({
      status: 409,
      body: { code: 'below-reserved' },
    });
    expect(await adjust('lamp', { delta: -6, reason: 'water damage' })).toMatchObject({ status: 201 });
    const received = { delta: 20, reason: 'delivery 4711', kind: 'received' };
    const key = { 'idempotency-key': shop.product('delivery') };
    const replies = [await adjust('lamp', received, key), await adjust('lamp', received, key)];
    await the.world.settled();

    expect(replies[1]?.body).toEqual(replies[0]?.body);
    expect(await shop.levels('lamp')).toEqual({ quantity: 24, reservedQuantity: 4, availableQuantity: 20 });
    expect(alertsSince(before)).toEqual([
      expect.stringContaining('Back in'),
      expect.stringContaining('Low stock'),
    ]);
    const { body: entries } = await demand<Entry[]>(inventory(`/${shop.product('lamp')}/ledger`));
    expect(entries.map(({ kind, onHandAfter, reservedAfter }) => [kind, onHandAfter, reservedAfter])).toEqual(
      [
        ['received', 24, 4],
        ['adjusted', 4, 4],
        ['reserved', 10, 4],
        ['received', 10, 0],
      ],
    );
  });

  it('comes in by a file, and can be ordered at once', async () => {
    const [lamp, mug] = [shop.product('lamp'), shop.product('mug')];
    const file = [
      'productId,productName,quantity,price,currency',
      `${lamp},Lamp,5,29.99,EUR`,
      'not a product,Mug,1,1,EUR',
      `${mug},Mug,7,4.5,EUR`,
    ].join('\n');

    const { body: report } = await demand(inventory('/import'), {
      method: 'POST',
      body: file,
      headers: { 'content-type': 'text/csv' },
    });
    expect(report).toMatchObject({ received: 3, added: 2, refused: 1, refusals: [{ line: 3 }] });
    const order = await until('the products can be ordered', async () => shop.place({ lamp: 2, mug: 1 }));
    await shop.reaches(order.id, 'CONFIRMED');

    expect(order.totalAmount).toBe(64.48);
    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 2, availableQuantity: 3 });
  });

  it('that is back is told to everybody who asked, once, and to nobody who has changed their mind', async () => {
    await shop.stock({ lamp: 0 });
    const [ada, ben] = [`${shop.product('ada')}@example.org`, `${shop.product('ben')}@example.org`];
    const subscriptions = inventory(`/${shop.product('lamp')}/subscriptions`);
    const subscribe = (email: string) =>
      ask<{ id: string }>(subscriptions, { method: 'POST', body: { email } });

    expect([(await subscribe(ada)).status, (await subscribe(ada)).status]).toEqual([201, 200]);
    const { body: regretted } = await subscribe(ben);
    expect(await ask(`${subscriptions}/${regretted.id}`, { method: 'DELETE' })).toMatchObject({
      status: 204,
    });
    for (const delta of [3, 2]) await adjust('lamp', { delta, reason: 'delivery', kind: 'received' });
    await the.world.settled();

    expect(the.world.mailbox.to(ada)).toHaveLength(1);
    expect(the.world.mailbox.to(ben)).toHaveLength(0);
    expect(await subscribe(ada)).toMatchObject({ status: 409, body: { code: 'already-in-stock' } });
  });

  it('that a deactivated product has stays, but nobody can order it', async () => {
    await shop.stock({ lamp: 5 });
    const url = inventory(`/${shop.product('lamp')}`);
    await ask(url, { method: 'DELETE' });

    const refused = await until('the order service has heard of it', async () => {
      const reply = await ask<{ code: string }>(`${the.world.url('order-service')}/orders`, {
        method: 'POST',
        body: shop.orderOf({ lamp: 1 }),
      });
      return reply.status === 422 && reply;
    });

    expect(refused.body.code).toBe('product-inactive');
    expect(await shop.levels('lamp')).toMatchObject({ quantity: 5 });
    expect(await brokenStock(the.world.databases.inventory)).toEqual([]);
  });
});

describe('a product that the order service has not heard of', () => {
  // Patient enough for a slow machine, and soon tired of an inventory that is away.
  const the = useWorld({ environment: { PRICE_LOOKUP_TIMEOUT_MS: '5000' } });
  /** As if its event were still on its way. */
  const forget = (shop: Shop) =>
    the.world.databases.order.query('DELETE FROM product_prices WHERE product_id = $1', [
      shop.product('lamp'),
    ]);

  it('is asked for, and ordered', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 5 }, { price: 12.5 });
    await forget(shop);

    const order = await shop.place({ lamp: 2 });
    await shop.reaches(order.id, 'CONFIRMED');
    await the.world.settled();

    expect(order.totalAmount).toBe(25);
    expect(shop.mailsTo(order.email)).toEqual([RECEIVED, CONFIRMED].sort());
  });

  it('cannot be ordered while inventory does not answer, and can when it does', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 5 });
    await forget(shop);
    const [service] = the.world.instances('inventory-service');
    await service?.stop();
    const place = () =>
      ask<{ code: string }>(`${the.world.url('order-service')}/orders`, {
        method: 'POST',
        body: shop.orderOf({ lamp: 1 }),
      });

    const refused = await place();
    expect(refused).toMatchObject({ status: 503, body: { code: 'price-lookup-unavailable' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await service?.start();

    expect(await until('it can be ordered', async () => (await place()).status === 201)).toBe(true);
  });
});
