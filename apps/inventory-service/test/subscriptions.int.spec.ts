import { newId } from '@app/platform';
import { ReserveStockOnOrderCreated } from '../src/reservations/handlers/reserve-stock-on-order-created.js';
import { ReleaseStockOnOrderCancelled } from '../src/reservations/handlers/release-stock-on-order-cancelled.js';
import { orderCancelled, orderCreated } from './events.js';
import { type Answer, useInventory } from './inventory.js';

const ada = { email: 'ada@example.org' };

describe('a subscription to a product', () => {
  const inventory = useInventory();
  const service = inventory.instance();
  const other = inventory.instance();

  const subscribe = (
    productId: string,
    body: unknown,
    headers: Record<string, string> = {},
    instance = service,
  ): Promise<Answer> => instance.request('POST', `/inventory/${productId}/subscriptions`, body, headers);
  const left = async (productId: string): Promise<number> => {
    const sql = 'SELECT subscription_id FROM subscriptions WHERE product_id = $1';
    return (await inventory.database.query(sql, [productId])).length;
  };
  const restock = (productId: string, instance = service): Promise<Answer> =>
    instance.request('PATCH', `/inventory/${productId}`, { quantity: 5 });

  it('is added once an addressee, and told in the stream of the product', async () => {
    const lamp = await service.stock(0);
    const first = await subscribe(lamp, ada);
    expect(first).toMatchObject({ status: 201, body: { productId: lamp, ...ada } });

    const again = await subscribe(lamp, { email: 'Ada@Example.org' });
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id } });
    const [added] = await inventory.published('inventory.subscription.added');
    expect(added).toMatchObject({
      sequence: 2,
      data: { productId: lamp, subscriptionId: first.body.id, ...ada },
    });
    expect((await service.request('GET', `/inventory/${lamp}`)).body).toMatchObject({ version: 2 });
  });

  it('is of the customer who asks, who can name nobody else and no address', async () => {
    const lamp = await service.stock(0);
    const customerId = newId();
    const headers = { 'x-customer-id': customerId };

    expect((await subscribe(lamp, {}, headers)).body).toMatchObject({ customerId });
    expect((await subscribe(lamp, { customerId }, headers)).status).toBe(200);
    for (const named of [{ customerId: newId() }, ada]) {
      expect((await subscribe(lamp, named, headers)).body).toMatchObject({
        status: 403,
        code: 'foreign-customer',
      });
    }
    expect((await subscribe(lamp, {})).body).toMatchObject({ status: 400, code: 'addressee-required' });
  });

  it('is refused while there is stock, for a product that nobody sells, and past what one may wait for', async () => {
    const lamp = await service.stock(1);
    expect((await subscribe(lamp, ada)).body).toMatchObject({
      status: 409,
      code: 'already-in-stock',
      availableQuantity: 1,
    });
    expect((await subscribe('nothing', ada)).body).toMatchObject({ status: 404, code: 'product-not-found' });

    const shade = await service.stock(0);
    await inventory.database.query(
      `INSERT INTO products (product_id, name, price_minor, currency, status, available, reserved, version, revision,
         created_at, updated_at)
       SELECT 'wanted-' || n, 'W', 1, 'EUR', 'ACTIVE', 0, 0, 1, 1, now(), now() FROM generate_series(1, 200) AS n`,
    );
    await inventory.database.query(
      `INSERT INTO subscriptions (subscription_id, product_id, email, created_at)
       SELECT gen_random_uuid(), 'wanted-' || n, 'bob@example.org', now() FROM generate_series(1, 200) AS n`,
    );
    expect((await subscribe(shade, { email: 'bob@example.org' })).body).toMatchObject({
      status: 409,
      code: 'too-many-subscriptions',
    });
  });

  it('ends when its owner says so, and nobody else', async () => {
    const lamp = await service.stock(0);
    const owner = { 'x-customer-id': newId() };
    const { body } = await subscribe(lamp, {}, owner);
    const remove = (headers: Record<string, string>): Promise<Answer> =>
      service.request('DELETE', `/inventory/${lamp}/subscriptions/${body.id}`, undefined, headers);

    expect((await remove({ 'x-customer-id': newId() })).body).toMatchObject({
      code: 'subscription-not-found',
    });
    expect((await remove(owner)).status).toBe(204);
    expect((await remove(owner)).status).toBe(404);
    expect(await inventory.stream(lamp)).toEqual([
      '1 inventory.updated',
      '2 inventory.subscription.added',
      '3 inventory.subscription.removed',
    ]);
  });

  it('ends with the product coming back in stock, by whichever way', async () => {
    const byShop = await service.stock(0);
    await subscribe(byShop, ada);
    await restock(byShop);
    expect(await left(byShop)).toBe(0);

    const byCancel = await service.stock(1);
    const created = orderCreated({ [byCancel]: 1 });
    await service.handle(ReserveStockOnOrderCreated, created);
    await subscribe(byCancel, ada);
    await service.handle(ReleaseStockOnOrderCancelled, orderCancelled(created.data.orderId));
    expect(await left(byCancel)).toBe(0);

    const byImport = await service.stock(0);
    await subscribe(byImport, ada);
    const csv = { 'content-type': 'text/csv' };
    await service.request('POST', '/inventory/import', `productId,quantity\n${byImport},3\n`, csv);
    expect(await left(byImport)).toBe(0);
    expect((await inventory.stream(byImport)).at(-1)).toBe('4 inventory.back_in_stock');
  });

  it('beside the crossing is either told of it or refused, never forgotten', async () => {
    for (let round = 0; round < 20; round += 1) {
      const lamp = await service.stock(0);
      const [asked, stocked] = await Promise.all([
        subscribe(lamp, ada, {}, round % 2 === 0 ? service : other),
        restock(lamp),
      ]);
      expect(stocked.status).toBe(200);
      expect(await left(lamp)).toBe(0);

      const types = (await inventory.stream(lamp)).map((told) => told.split(' ')[1]);
      const added = types.indexOf('inventory.subscription.added');
      expect(added === -1 ? [409] : [201]).toContain(asked.status);
      expect(added).toBeLessThan(types.indexOf('inventory.back_in_stock'));
      expect(types.filter((type) => type === 'inventory.back_in_stock')).toHaveLength(1);
    }
  });

  it('is one, whoever of two requests at once comes first', async () => {
    const lamp = await service.stock(0);
    const answers = await Promise.all([subscribe(lamp, ada), subscribe(lamp, ada, {}, other)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201]));
    expect(answers[0].body.id).toBe(answers[1].body.id);
  });
});
