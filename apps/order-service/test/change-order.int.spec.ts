import { newId } from '@app/platform';
import { useOrderSystem } from './support/order-system.js';
import { ordersIn } from './support/orders.js';
import { change, refuseChange } from './support/reservations.js';

const system = useOrderSystem({ consuming: false });
const orders = ordersIn(system);
const put = (id: string, body: unknown, headers = {}) =>
  system.service.http.put(`/orders/${id}`, body, headers);
const home = { name: 'Ada', street: 'Example Street 1', postalCode: '10115', city: 'Berlin', country: 'DE' };
const lamps = (quantity: number) => ({ items: [{ productId: 'lamp', quantity }] });

beforeAll(() => system.sell('lamp', 'shade'));

describe('other goods', () => {
  it('are accepted, pending until their stock is held, and then are the order', async () => {
    const { id } = await orders.placeConfirmed();
    const accepted = await put(id, { ...lamps(3), notes: 'In one box' });
    expect(accepted).toMatchObject({
      status: 202,
      body: { items: [{ quantity: 1 }], change: { status: 'PENDING', items: [{ quantity: 3 }] } },
    });
    expect((await orders.find(id)).saga).toMatchObject({
      step: 'CHANGING',
      waitingFor: ['inventory.reservation.changed', 'inventory.reservation.change_refused'],
    });

    await change(system.service, id, accepted.body.change?.id ?? '');

    expect(await orders.find(id)).toMatchObject({
      items: [{ quantity: 3 }],
      totalAmount: 89.97,
      notes: 'In one box',
      change: { status: 'APPLIED' },
      saga: { step: 'SERVING' },
    });
    expect((await orders.eventsOf(id)).map(({ type }) => type)).toEqual([
      'order.created',
      'order.confirmed',
      'order.change_requested',
      'order.updated',
    ]);
  });

  it('that cannot be had leave everything as it was, and the order says why', async () => {
    const { id } = await orders.placeConfirmed();
    const { body } = await put(id, { ...lamps(3), notes: 'In one box' });

    await refuseChange(system.service, id, body.change?.id ?? '');

    const after = await orders.find(id);
    expect(after).toMatchObject({
      status: 'CONFIRMED',
      items: [{ quantity: 1 }],
      change: { status: 'REFUSED', reason: 'Not enough in stock: The lamp (2 ordered, 1 available).' },
    });
    expect(after.notes).toBeUndefined();
  });

  it('are answered when they are decided, to a client who would rather wait', async () => {
    const { id } = await orders.placeConfirmed();
    const answer = put(id, lamps(2), { prefer: 'wait=30' });
    const pending = await orders.until(id, ({ change: wanted }) => wanted?.status === 'PENDING');

    await change(system.service, id, pending.change?.id ?? '');

    expect(await answer).toMatchObject({ status: 200, body: { items: [{ quantity: 2 }] } });
  });

  it('let an order be found by the products it has now', async () => {
    const { id } = await orders.placeConfirmed();
    const { body } = await put(id, { items: [{ productId: 'shade', quantity: 1 }] });
    await change(system.service, id, body.change?.id ?? '');

    const rows = await system.database.query('SELECT product_id FROM order_products WHERE order_id = $1', [
      id,
    ]);

    expect(rows).toEqual([{ product_id: 'shade' }]);
  });

  it('are refused while others are pending, by the tag or by the state', async () => {
    const { id, etag } = await orders.placeConfirmed();
    await put(id, lamps(2), { 'if-match': etag });

    expect(await put(id, lamps(3), { 'if-match': etag })).toMatchObject({
      status: 412,
      body: { code: 'precondition-failed' },
    });
    expect(await put(id, lamps(3))).toMatchObject({ status: 409, body: { code: 'change-pending' } });
    expect(await orders.changeStatus(id, { status: 'SHIPPED' })).toMatchObject({
      status: 409,
      body: { code: 'change-pending' },
    });
    expect(await orders.cancel(id)).toMatchObject({ status: 200, body: { change: { status: 'DROPPED' } } });
  });

  it.each([
    ['before the order is decided', () => orders.place()],
    [
      'once the order has left',
      async () => {
        const order = await orders.placeConfirmed();
        await orders.changeStatus(order.id, { status: 'SHIPPED' });
        return order;
      },
    ],
  ])('are refused %s, naming the status and what is possible', async (_when, prepare) => {
    const { id } = await prepare();

    expect(await put(id, lamps(2))).toMatchObject({
      status: 409,
      body: { code: 'order-not-changeable', allowed: expect.arrayContaining(['CANCELLED']) },
    });
  });

  it('that nobody sells are refused', async () => {
    const { id } = await orders.placeConfirmed();

    expect(await put(id, { items: [{ productId: 'ghost', quantity: 1 }] })).toMatchObject({
      body: { code: expect.stringMatching(/unknown-product|price-lookup-unavailable/) },
    });
  });
});

describe('some of the goods', () => {
  it('can be cancelled, and all that is left is the order', async () => {
    const { id } = await orders.placeConfirmed();
    const { body } = await put(id, lamps(3));
    await change(system.service, id, body.change?.id ?? '');

    const partly = { reason: 'One too many', items: [{ productId: 'lamp', quantity: 1 }] };
    expect(await system.service.http.post(`/orders/${id}/cancel`, partly)).toMatchObject({
      body: { status: 'CONFIRMED', change: { status: 'PENDING', items: [{ quantity: 2 }] } },
    });
  });

  it('that are all there is cancel the order', async () => {
    const { id } = await orders.placeConfirmed();

    const all = { reason: 'No more', items: [{ productId: 'lamp', quantity: 1 }] };
    expect((await system.service.http.post(`/orders/${id}/cancel`, all)).body.status).toBe('CANCELLED');
  });

  it('that were not ordered are refused', async () => {
    const { id } = await orders.placeConfirmed();

    const more = { reason: 'No more', items: [{ productId: 'lamp', quantity: 2 }] };
    expect(await system.service.http.post(`/orders/${id}/cancel`, more)).toMatchObject({
      status: 422,
      body: { code: 'not-ordered', errors: [{ pointer: '/items/0/quantity' }] },
    });
  });
});

describe('details', () => {
  it('are changed at once, and taken back by null', async () => {
    const { id } = await orders.place();

    expect(await put(id, { notes: 'Ring twice', shippingAddress: home })).toMatchObject({
      status: 200,
      body: { notes: 'Ring twice', shippingAddress: home, version: 2 },
    });
    expect((await put(id, { notes: null })).body.notes).toBeUndefined();
    expect(await put(id, { shippingAddress: home })).toMatchObject({ status: 200, body: { version: 3 } });
  });

  it('are told with the order', async () => {
    const request = {
      customerId: newId(),
      items: [{ productId: 'lamp', quantity: 1 }],
      notes: 'A gift',
      shippingAddress: home,
    };
    const { body } = await system.service.http.post('/orders', request);

    expect(await orders.find(body.id)).toMatchObject({ notes: 'A gift', shippingAddress: home });
  });

  it.each([
    ['nothing', {}, ''],
    ['an empty note', { notes: ' ' }, '/notes'],
    ['a note too long', { notes: 'x'.repeat(2001) }, '/notes'],
    ['no contact at all', { contact: {} }, '/contact'],
    [
      'an address without a country',
      { shippingAddress: { ...home, country: undefined } },
      '/shippingAddress/country',
    ],
    [
      'a country by its name',
      { shippingAddress: { ...home, country: 'Germany' } },
      '/shippingAddress/country',
    ],
    ['no items', { items: [] }, '/items'],
    ['half an item', { items: [{ productId: 'lamp', quantity: 0.5 }] }, '/items/0/quantity'],
    ['a field there is not', { notes: 'x', total: 1 }, '/total'],
    ['a character that cannot be stored', { notes: 'a\u0000b' }, '/notes'],
  ])('are refused when they say %s', async (_what, body, pointer) => {
    const { id } = await orders.place();

    expect(await put(id, body)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });
});

describe('shipping', () => {
  const ship = (id: string, body: unknown, headers = {}) =>
    system.service.http.put(`/orders/${id}/shipping`, body, headers);

  it('can be prepared, sent and corrected', async () => {
    const { id, etag } = await orders.placeConfirmed();

    expect((await ship(id, { address: home, carrier: 'DHL' }, { 'if-match': etag })).body).toMatchObject({
      status: 'CONFIRMED',
      shipping: { carrier: 'DHL' },
      shippingAddress: home,
    });
    expect((await ship(id, { trackingNumber: '0034', status: 'SHIPPED' })).body).toMatchObject({
      status: 'SHIPPED',
      shipping: { carrier: 'DHL', trackingNumber: '0034' },
    });
    expect((await ship(id, { trackingCompany: 'Parcels', status: 'SHIPPED' })).body.shipping).toMatchObject({
      trackingNumber: '0034',
      trackingCompany: 'Parcels',
    });
    expect((await orders.eventsOf(id)).map(({ type }) => type)).toEqual([
      'order.created',
      'order.confirmed',
      'order.updated',
      'order.updated',
      'order.shipped',
      'order.updated',
    ]);
  });

  it('is refused before the stock is held, and with an old tag', async () => {
    const { id } = await orders.place();

    expect(await ship(id, { status: 'SHIPPED' })).toMatchObject({
      status: 409,
      body: { code: 'illegal-order-step' },
    });
    expect(await ship(id, { carrier: 'DHL' }, { 'if-match': '"old"' })).toMatchObject({ status: 412 });
  });
});

describe('every status', () => {
  it('is gone through from processing to completion', async () => {
    const { id } = await orders.placeConfirmed();
    for (const status of ['PROCESSING', 'SHIPPED', 'DELIVERED']) {
      expect((await system.service.http.put(`/orders/${id}/status`, { status })).body.status).toBe(status);
    }

    const completed = await system.service.http.post(`/orders/${id}/complete`, { transactionId: 'T-1' });

    expect(completed).toMatchObject({
      status: 200,
      body: { status: 'COMPLETED', completion: { transactionId: 'T-1' } },
    });
    expect((await orders.find(id)).saga).toMatchObject({ step: 'ENDED' });
    expect(await orders.cancel(id)).toMatchObject({
      status: 409,
      body: { currentStatus: 'COMPLETED', allowed: [] },
    });
  });

  it('that the saga alone brings about cannot be asked for, unless it is there', async () => {
    const pending = await orders.place();
    const confirmed = await orders.placeConfirmed();

    expect(await orders.changeStatus(pending.id, { status: 'CONFIRMED' })).toMatchObject({
      status: 409,
      body: { code: 'illegal-order-step', currentStatus: 'PENDING' },
    });
    expect(await orders.changeStatus(confirmed.id, { status: 'CONFIRMED' })).toMatchObject({ status: 200 });
  });
});
