import type { Shop } from '@app/testing';
import { CANCELLED, CHANGED, CONFIRMED, RECEIVED, useWorld } from './use-world.js';

describe('an order that is changed', () => {
  const the = useWorld();
  let shop: Shop;
  beforeEach(() => {
    shop = the.shop();
  });

  const confirmedOrder = async (lines: Record<string, number>) => {
    const order = await shop.place(lines);
    await shop.reaches(order.id, 'CONFIRMED');
    return order;
  };

  it('to more and other goods holds exactly those, and its customer is told', async () => {
    await shop.stock({ lamp: 5, shade: 5, cord: 5 });
    const { id, email } = await confirmedOrder({ lamp: 2, shade: 3 });

    expect(await shop.wants(id, { lamp: 4, cord: 1 })).toMatchObject({ status: 202 });
    await the.world.settled();

    expect(await shop.order(id)).toMatchObject({
      status: 'CONFIRMED',
      change: { status: 'APPLIED' },
      items: [{ quantity: 4 }, { quantity: 1 }],
      totalAmount: 99.95,
    });
    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 4, availableQuantity: 1 });
    expect(await shop.levels('shade')).toMatchObject({ reservedQuantity: 0, availableQuantity: 5 });
    expect(await shop.levels('cord')).toMatchObject({ reservedQuantity: 1, availableQuantity: 4 });
    expect(shop.mailsTo(email)).toEqual([RECEIVED, CONFIRMED, CHANGED].sort());
  });

  it('to more than there is stays as it was, holds what it held and says why', async () => {
    await shop.stock({ lamp: 3, shade: 5 });
    const { id, email } = await confirmedOrder({ lamp: 2, shade: 1 });

    await shop.wants(id, { lamp: 4, shade: 5 });
    await the.world.settled();

    expect(await shop.order(id)).toMatchObject({
      status: 'CONFIRMED',
      items: [{ quantity: 2 }, { quantity: 1 }],
      change: { status: 'REFUSED', reason: expect.stringContaining('lamp') },
    });
    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 2, availableQuantity: 1 });
    expect(await shop.levels('shade')).toMatchObject({ reservedQuantity: 1, availableQuantity: 4 });
    expect(shop.mailsTo(email)).toEqual([RECEIVED, CONFIRMED].sort());
  });

  it('after it was refused another change can be changed again, and shipped as it is then', async () => {
    await shop.stock({ lamp: 3 });
    const { id } = await confirmedOrder({ lamp: 2 });
    await shop.wants(id, { lamp: 9 });
    await the.world.settled();

    await shop.wants(id, { lamp: 3 });
    await the.world.settled();
    expect(await shop.change(id, { status: 'SHIPPED' })).toMatchObject({ status: 200 });
    await the.world.settled();

    expect(await shop.levels('lamp')).toEqual({ quantity: 0, reservedQuantity: 0, availableQuantity: 0 });
  });

  it('and cancelled before the other goods are held leaves nothing held', async () => {
    await shop.stock({ lamp: 5 });
    const { id, email } = await confirmedOrder({ lamp: 1 });
    const [inventory] = the.world.instances('inventory-service');
    await inventory?.stop();

    await shop.wants(id, { lamp: 4 });
    expect(await shop.cancel(id)).toMatchObject({ status: 200, body: { change: { status: 'DROPPED' } } });
    await inventory?.start();
    await the.world.settled();

    expect(await shop.levels('lamp')).toEqual({ quantity: 5, reservedQuantity: 0, availableQuantity: 5 });
    expect(shop.mailsTo(email)).toEqual([RECEIVED, CONFIRMED, CANCELLED].sort());
  });

  it('by cancelling some of it gives back those alone', async () => {
    await shop.stock({ lamp: 5 });
    const { id } = await confirmedOrder({ lamp: 4 });
    const body = { reason: 'too many', items: [{ productId: shop.product('lamp'), quantity: 3 }] };

    expect(await shop.about(id, { method: 'POST', path: '/cancel', body })).toMatchObject({ status: 200 });
    await the.world.settled();

    expect(await shop.order(id)).toMatchObject({ status: 'CONFIRMED', items: [{ quantity: 1 }] });
    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 1, availableQuantity: 4 });
  });
});

describe('an order that is deleted', () => {
  const the = useWorld();

  it('gives its stock back, and holds none when it is restored', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 2 });
    const { id } = await shop.place({ lamp: 2 });
    await shop.reaches(id, 'CONFIRMED');

    expect(await shop.about(id, { method: 'DELETE' })).toMatchObject({ status: 204 });
    expect(await shop.about(id, { method: 'DELETE' })).toMatchObject({ status: 404 });
    await the.world.settled();
    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 0, availableQuantity: 2 });

    expect(await shop.about(id, { method: 'POST', path: '/restore' })).toMatchObject({
      status: 200,
      body: { status: 'CANCELLED' },
    });
    await the.world.settled();
    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 0 });
  });

  it('goes from processing to completion otherwise', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 2 });
    const { id } = await shop.place({ lamp: 2 });
    await shop.reaches(id, 'CONFIRMED');

    for (const status of ['PROCESSING', 'SHIPPED', 'DELIVERED', 'COMPLETED']) {
      expect(await shop.change(id, { status })).toMatchObject({ status: 200, body: { status } });
    }
    await the.world.settled();

    expect(await shop.levels('lamp')).toEqual({ quantity: 0, reservedQuantity: 0, availableQuantity: 0 });
  });
});
