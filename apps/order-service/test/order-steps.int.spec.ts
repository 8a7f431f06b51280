import { newId } from '@app/platform';
import { useOrderSystem } from './support/order-system.js';
import { ordersIn } from './support/orders.js';

const system = useOrderSystem({ consuming: false });

const orders = ordersIn(system);

beforeAll(() => system.sell('lamp'));

describe('an order on its way', () => {
  it('is shipped and delivered, with a history and events that tell it', async () => {
    const { id } = await orders.placeConfirmed();
    const { customerId } = await orders.find(id);
    const shipped = await orders.changeStatus(
      id,
      { status: 'SHIPPED', trackingNumber: '0034', carrier: 'DHL' },
      { 'x-customer-id': customerId },
    );
    const deliveredAt = new Date().toISOString();
    const delivered = await orders.changeStatus(id, { status: 'DELIVERED', deliveredAt, signature: 'A. L.' });

    expect([shipped.status, delivered.status]).toEqual([200, 200]);
    expect(shipped.body.shipping).toEqual({ carrier: 'DHL', trackingNumber: '0034' });
    expect(await orders.find(id)).toMatchObject({
      status: 'DELIVERED',
      version: 4,
      shipping: { carrier: 'DHL', trackingNumber: '0034' },
      delivery: { deliveredAt, signature: 'A. L.' },
      history: [
        { version: 1, from: null, to: 'PENDING' },
        { version: 2, from: 'PENDING', to: 'CONFIRMED', who: 'service:inventory' },
        { version: 3, from: 'CONFIRMED', to: 'SHIPPED', who: expect.stringMatching(/^customer:/) },
        { version: 4, from: 'SHIPPED', to: 'DELIVERED', who: 'anonymous' },
      ],
    });
    expect(await orders.eventsOf(id)).toMatchObject([
      { type: 'order.created', sequence: 1 },
      { type: 'order.confirmed', sequence: 2 },
      { type: 'order.shipped', sequence: 3, data: { carrier: 'DHL', trackingNumber: '0034' } },
      { type: 'order.delivered', sequence: 4, data: { deliveredAt, signature: 'A. L.' } },
    ]);
  });

  it.each([
    ['waits for its stock', orders.place],
    ['is confirmed', orders.placeConfirmed],
  ])('can be cancelled while it %s', async (_when, order) => {
    const { id } = await order();
    const { status, body } = await orders.cancel(id, '  Ordered twice ');

    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'REQUESTED', reason: 'Ordered twice' },
    });
    expect((await orders.eventsOf(id)).at(-1)).toMatchObject({
      type: 'order.cancelled',
      sequence: body.version,
      data: { code: 'REQUESTED' },
    });
  });

  it('can be cancelled after it was shipped', async () => {
    const { id } = await orders.placeConfirmed();
    await orders.changeStatus(id, { status: 'SHIPPED' });

    expect(
      (await orders.changeStatus(id, { status: 'CANCELLED', reason: 'Lost on the way' })).body,
    ).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'REQUESTED', reason: 'Lost on the way' },
    });
  });
});

describe('a step the lifecycle does not have', () => {
  it('is refused with what is possible instead', async () => {
    const { id } = await orders.place();

    expect(await orders.changeStatus(id, { status: 'SHIPPED' })).toMatchObject({
      status: 409,
      body: {
        code: 'illegal-order-step',
        currentStatus: 'PENDING',
        allowed: ['CONFIRMED', 'AWAITING_PAYMENT', 'CANCELLED'],
      },
    });
    expect(await orders.find(id)).toMatchObject({ version: 1, status: 'PENDING' });
  });

  it('is refused once the order has come to its end', async () => {
    const { id } = await orders.placeConfirmed();
    await orders.changeStatus(id, { status: 'DELIVERED' });

    expect(await orders.cancel(id)).toMatchObject({
      status: 409,
      body: { code: 'illegal-order-step', currentStatus: 'DELIVERED', allowed: ['COMPLETED'] },
    });
  });
});

describe('a step that is asked for again', () => {
  it('is answered like the first time and leaves no trace', async () => {
    const { id } = await orders.place();
    const first = await orders.cancel(id, 'Ordered twice');
    const again = await orders.cancel(id, 'Really');

    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect((await orders.find(id)).history).toHaveLength(2);
    expect(await orders.eventsOf(id)).toHaveLength(2);
  });

  it('is refused if it says something else', async () => {
    const { id } = await orders.placeConfirmed();
    await orders.changeStatus(id, { status: 'SHIPPED', trackingNumber: '0034' });

    expect((await orders.changeStatus(id, { status: 'SHIPPED', trackingNumber: '0034' })).status).toBe(200);
    expect(await orders.changeStatus(id, { status: 'SHIPPED', trackingNumber: '0035' })).toMatchObject({
      status: 409,
      body: { code: 'illegal-order-step', currentStatus: 'SHIPPED' },
    });
  });
});

describe('a request that must not be accepted', () => {
  it.each<[string, unknown, string]>([
    ['no status', {}, '/status'],
    ['a status there is not', { status: 'LOST' }, '/status'],
    ['a cancellation without a reason', { status: 'CANCELLED' }, '/reason'],
    ['a reason of spaces', { status: 'CANCELLED', reason: '  ' }, '/reason'],
    ['a reason too long to show', { status: 'CANCELLED', reason: 'x'.repeat(1001) }, '/reason'],
    ['a field of another status', { status: 'SHIPPED', signature: 'A. L.' }, '/signature'],
    [
      'a day that does not exist',
      { status: 'DELIVERED', deliveredAt: '2026-02-30T00:00:00Z' },
      '/deliveredAt',
    ],
    [
      'a year no calendar knows',
      { status: 'DELIVERED', deliveredAt: '0000-01-01T00:00:00Z' },
      '/deliveredAt',
    ],
  ])('gets a problem with a pointer: %s', async (_what, body, pointer) => {
    const { id } = await orders.placeConfirmed();

    expect(await orders.changeStatus(id, body)).toMatchObject({
      status: 400,
      body: { code: 'validation-failed', errors: [{ pointer }] },
    });
    expect(await orders.find(id)).toMatchObject({ version: 2 });
  });

  it('does not believe in a delivery of tomorrow', async () => {
    const { id } = await orders.placeConfirmed();
    const deliveredAt = new Date(Date.now() + 86_400_000).toISOString();

    expect(await orders.changeStatus(id, { status: 'DELIVERED', deliveredAt })).toMatchObject({
      status: 422,
      body: { code: 'implausible-delivery-time', errors: [{ pointer: '/deliveredAt' }] },
    });
  });

  it('finds no order where there is none', async () => {
    expect(await orders.cancel(newId())).toMatchObject({ status: 404, body: { code: 'order-not-found' } });
    expect(await system.service.http.get(`/orders/${newId()}`)).toMatchObject({
      status: 404,
      body: { code: 'order-not-found' },
    });
    expect(await orders.cancel('nonsense')).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/id' }] },
    });
  });
});
