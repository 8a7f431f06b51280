import { ask, type OrderView, Shop } from '@app/testing';
import { CANCELLED, CONFIRMED, DELIVERED, RECEIVED, SHIPPED, useWorld } from './use-world.js';

describe('an order', () => {
  const the = useWorld();
  let shop: Shop;
  beforeEach(() => {
    shop = the.shop();
  });

  it('that can be served is confirmed, its stock reserved, and the customer told of both steps', async () => {
    await shop.stock({ lamp: 10 }, { price: 29.99 });
    const placed = await shop.place({ lamp: 2 });
    expect(placed).toMatchObject({ status: 'PENDING', totalAmount: 59.98, currency: 'EUR' });

    await shop.reaches(placed.id, 'CONFIRMED');
    await the.world.settled();

    const { history } = await shop.order(placed.id);
    expect(history?.map(({ to }) => to).sort()).toEqual(['CONFIRMED', 'PENDING']);
    expect(await shop.levels('lamp')).toEqual({ quantity: 10, reservedQuantity: 2, availableQuantity: 8 });
    expect(shop.mailsTo(placed.email)).toEqual([RECEIVED, CONFIRMED].sort());
  });

  it('for more than there is is cancelled, the stock stays as it was, and the customer is told once', async () => {
    await shop.stock({ lamp: 1 });
    const { id, email } = await shop.place({ lamp: 2 });

    const order = await shop.reaches(id, 'CANCELLED');
    await the.world.settled();

    expect(order.cancellation).toMatchObject({ code: 'INSUFFICIENT_STOCK' });
    expect(await shop.levels('lamp')).toEqual({ quantity: 1, reservedQuantity: 0, availableQuantity: 1 });
    expect(shop.mailsTo(email)).toEqual([RECEIVED, CANCELLED].sort());
  });

  it('that is short of one line holds none of its lines', async () => {
    await shop.stock({ lamp: 5, shade: 1 });
    const { id } = await shop.place({ lamp: 2, shade: 2 });

    await shop.reaches(id, 'CANCELLED');
    await the.world.settled();

    expect(await shop.levels('lamp')).toMatchObject({ reservedQuantity: 0, availableQuantity: 5 });
    expect(await shop.levels('shade')).toMatchObject({ reservedQuantity: 0, availableQuantity: 1 });
  });

  it('is answered with its decision when the client would rather wait', async () => {
    await shop.stock({ lamp: 1 });
    const url = `${the.world.url('order-service')}/orders`;

    const reply = await ask<OrderView>(url, {
      method: 'POST',
      body: shop.orderOf({ lamp: 1 }),
      headers: { prefer: 'wait=30' },
    });

    expect(reply).toMatchObject({ status: 201, body: { status: 'CONFIRMED' } });
    expect(reply.headers.get('preference-applied')).toBe('wait=30');
  });

  it('that is cancelled before anybody has looked at the stock ends with none held', async () => {
    await shop.stock({ lamp: 3 });
    const [inventory] = the.world.instances('inventory-service');
    await inventory?.stop();
    const { id, email } = await shop.place({ lamp: 3 });

    expect(await shop.cancel(id)).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
    await inventory?.start();
    await the.world.settled();

    expect((await shop.order(id)).cancellation).toMatchObject({ code: 'REQUESTED' });
    expect(await shop.levels('lamp')).toEqual({ quantity: 3, reservedQuantity: 0, availableQuantity: 3 });
    expect(shop.mailsTo(email)).toEqual([RECEIVED, CANCELLED].sort());
  });

  it('that is cancelled after its reservation gives the stock back', async () => {
    await shop.stock({ lamp: 3 });
    const { id, email } = await shop.place({ lamp: 3 });
    await shop.reaches(id, 'CONFIRMED');

    expect(await shop.cancel(id)).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
    await the.world.settled();

    expect(await shop.levels('lamp')).toEqual({ quantity: 3, reservedQuantity: 0, availableQuantity: 3 });
    expect(shop.mailsTo(email)).toEqual([RECEIVED, CONFIRMED, CANCELLED].sort());
  });

  it('that is shipped and delivered takes its goods out of the stock', async () => {
    await shop.stock({ lamp: 3 });
    const { id, email } = await shop.place({ lamp: 2 });
    await shop.reaches(id, 'CONFIRMED');

    expect(
      await shop.change(id, { status: 'SHIPPED', carrier: 'Post', trackingNumber: 'P-1' }),
    ).toMatchObject({ status: 200 });
    expect(await shop.change(id, { status: 'DELIVERED', signature: 'at the door' })).toMatchObject({
      status: 200,
    });
    await the.world.settled();

    expect((await shop.order(id)).status).toBe('DELIVERED');
    expect(await shop.levels('lamp')).toEqual({ quantity: 1, reservedQuantity: 0, availableQuantity: 1 });
    expect(shop.mailsTo(email)).toEqual([RECEIVED, CONFIRMED, SHIPPED, DELIVERED].sort());
    expect(await shop.cancel(id)).toMatchObject({ status: 409, body: { code: 'illegal-order-step' } });
  });

  it('that is cancelled after the goods have left restocks them', async () => {
    await shop.stock({ lamp: 3 });
    const { id } = await shop.place({ lamp: 2 });
    await shop.reaches(id, 'CONFIRMED');
    await shop.change(id, { status: 'SHIPPED' });

    await shop.change(id, { status: 'CANCELLED', reason: 'came back' });
    await the.world.settled();

    expect(await shop.levels('lamp')).toEqual({ quantity: 3, reservedQuantity: 0, availableQuantity: 3 });
  });

  it('that takes the last pieces raises one alert, and stock that comes back another', async () => {
    await shop.stock({ lamp: 5 }, { lowStockThreshold: 2 });
    const before = the.world.mailbox.to('shop@waybill.example').length;
    await shop.place({ lamp: 4 });
    await shop.place({ lamp: 1 });
    await the.world.settled();
    await ask(`${the.world.url('inventory-service')}/inventory/${shop.product('lamp')}`, {
      method: 'PATCH',
      body: { quantity: 9 },
    });
    await the.world.settled();

    const alerts = the.world.mailbox.to('shop@waybill.example').slice(before);
    expect(alerts.map(({ headers }) => headers.get('subject'))).toEqual([
      expect.stringMatching(/low|left/i),
      expect.stringMatching(/back|again/i),
    ]);
  });
});
