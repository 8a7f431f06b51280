import { newId } from '@app/platform';
import { ReserveStockOnOrderCreated } from '../src/reservations/handlers/reserve-stock-on-order-created.js';
import { orderCreated } from './events.js';
import { useInventory } from './inventory.js';

describe('the inventory over HTTP', () => {
  const inventory = useInventory();
  const service = inventory.instance();

  const lampOf = (productId: string) => ({ productId, productName: 'Lamp', quantity: 10, price: 29.99 });

  it('adds a product and shows it', async () => {
    const productId = `lamp:${newId()}`;
    const added = await service.request('POST', '/inventory', {
      ...lampOf(productId),
      description: 'Brass',
      lowStockThreshold: 3,
    });

    expect(added.status).toBe(201);
    expect(added.headers['location']).toBe(`/inventory/${productId}`);
    const product = {
      productId,
      productName: 'Lamp',
      description: 'Brass',
      quantity: 10,
      reservedQuantity: 0,
      availableQuantity: 10,
      price: 29.99,
      currency: 'EUR',
      status: 'ACTIVE',
      lowStockThreshold: 3,
      version: 1,
      createdAt: added.body.createdAt,
      lastUpdated: added.body.createdAt,
    };
    expect(added.body).toEqual(product);

    const found = await service.request('GET', `/v1/inventory/${productId}`);
    expect(found.headers['etag']).toBe(added.headers['etag']);
    const received = {
      kind: 'received',
      quantity: 10,
      onHandDelta: 10,
      availableDelta: 10,
      reservedDelta: 0,
      onHandAfter: 10,
      availableAfter: 10,
      reservedAfter: 0,
    };
    const history = [{ ...received, entryId: expect.any(String), at: product.createdAt }];
    expect(found.body).toEqual({ ...product, history });
    expect(await inventory.stream(productId)).toEqual(['1 inventory.updated']);
  });

  it('keeps prices exact in whatever currency', async () => {
    for (const [price, currency] of [
      [0.1, 'EUR'],
      [1999, 'JPY'],
      [1.005, 'KWD'],
      [999_999_999.99, 'USD'],
    ] as const) {
      const body = { ...lampOf(newId()), price, currency };
      expect((await service.request('POST', '/inventory', body)).body).toMatchObject({ price, currency });
    }
  });

  it('has a product of one id once, also after it was withdrawn', async () => {
    const productId = await service.stock(1);
    await service.request('DELETE', `/inventory/${productId}`);
    const again = await service.request('POST', '/inventory', lampOf(productId));

    expect(again).toMatchObject({ status: 409, body: { code: 'product-exists' } });
    expect((await service.request('GET', `/inventory/${productId}`)).body.status).toBe('INACTIVE');
  });

  it('adds one product for many identical requests with one key', async () => {
    const body = lampOf(newId());
    const key = { 'idempotency-key': newId() };
    const send = () => service.request('POST', '/inventory', body, key);
    const answers = await Promise.all(Array.from({ length: 20 }, send));

    expect(new Set(answers.map(({ status }) => status))).not.toContain(500);
    const first = answers.find(({ status }) => status === 201);
    const replay = await send();
    expect(replay).toMatchObject({ status: 201, body: first?.body });
    expect(replay.headers['etag']).toBe(first?.headers['etag']);
    expect(await inventory.stream(body.productId)).toHaveLength(1);

    const other = await service.request('POST', '/inventory', { ...body, quantity: 11 }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  it('changes a product only for those who know how it is', async () => {
    const productId = await service.stock(10);
    const { headers } = await service.request('GET', `/inventory/${productId}`);
    const known = { 'if-match': headers['etag'] ?? '' };

    const changed = await service.request('PATCH', `/inventory/${productId}`, { price: 5 }, known);
    expect(changed).toMatchObject({ status: 200, body: { price: 5, version: 2 } });
    const late = await service.request('PATCH', `/inventory/${productId}`, { price: 6 }, known);
    expect(late).toMatchObject({ status: 412, body: { code: 'precondition-failed' } });
    expect((await service.request('DELETE', `/inventory/${productId}`, undefined, known)).status).toBe(412);
  });

  it('has another entity tag after a reservation, although the product tells nobody', async () => {
    const productId = await service.stock(10);
    const before = await service.request('GET', `/inventory/${productId}`);
    const unchanged = { 'if-none-match': before.headers['etag'] ?? '' };
    expect((await service.request('GET', `/inventory/${productId}`, undefined, unchanged)).status).toBe(304);

    await service.handle(ReserveStockOnOrderCreated, orderCreated({ [productId]: 1 }));
    const after = await service.request('GET', `/inventory/${productId}`, undefined, unchanged);
    expect(after).toMatchObject({ status: 200, body: { version: 1, reservedQuantity: 1 } });
  });

  it('corrects the stock, down to what is reserved, and keeps the reason', async () => {
    const productId = await service.stock(10);
    await service.handle(ReserveStockOnOrderCreated, orderCreated({ [productId]: 4 }));

    const below = await service.request('PATCH', `/inventory/${productId}`, { quantity: 3 });
    expect(below).toMatchObject({ status: 409, body: { code: 'below-reserved', reservedQuantity: 4 } });
    await service.request('PATCH', `/inventory/${productId}`, { quantity: 4, reason: 'water damage' });
    const { body } = await service.request('GET', `/inventory/${productId}`);
    expect(body).toMatchObject({ quantity: 4, reservedQuantity: 4, availableQuantity: 0 });
    expect(body.history[0]).toMatchObject({ kind: 'adjusted', onHandDelta: -6, reason: 'water damage' });
  });

  it('shows the latest hundred movements', async () => {
    const productId = await service.stock(200);
    for (let unit = 1; unit <= 101; unit++) {
      await service.handle(ReserveStockOnOrderCreated, orderCreated({ [productId]: unit % 2 === 0 ? 1 : 2 }));
    }
    const { history } = (await service.request('GET', `/inventory/${productId}`)).body;
    expect(history).toHaveLength(100);
    expect(history[0].quantity).toBe(2);
    expect(history[1].quantity).toBe(1);
  });

  it('lists page by page, the newest first, what the filters let through', async () => {
    const mark = newId();
    const ids: string[] = [];
    for (const [quantity, lowStockThreshold] of [
      [1, 5],
      [9, 5],
      [0, undefined],
    ] as const) {
      ids.unshift(await service.stock(quantity, { productName: `100% ${mark}`, lowStockThreshold }));
    }
    const idsOf = async (query: string): Promise<string[]> => {
      const { body } = await service.request(
        'GET',
        `/inventory?q=${encodeURIComponent(`% ${mark}`)}&${query}`,
      );
      return body.map(({ productId }: { productId: string }) => productId);
    };

    expect(await idsOf('')).toEqual(ids);
    expect(await idsOf('lowStock=true')).toEqual([ids[2]]);
    expect(await idsOf('lowStock=false')).toEqual([ids[0], ids[1]]);
    await service.request('DELETE', `/inventory/${ids[0]}`);
    expect(await idsOf('status=ACTIVE')).toEqual([ids[1], ids[2]]);
    expect(await idsOf('status=INACTIVE')).toEqual([ids[0]]);

    const first = await service.request('GET', `/inventory?q=${mark}&limit=2`);
    expect(first.headers['x-total-count']).toBe('3');
    const next = /^<(.+)>; rel="next"$/.exec(first.headers['link'] ?? '')?.[1] ?? '';
    const second = await service.request('GET', next);
    expect(second.body.map(({ productId }: { productId: string }) => productId)).toEqual([ids[2]]);
    expect(second.headers['link']).toBeUndefined();
  });
});
