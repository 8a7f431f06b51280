import { newId } from '@app/platform';
import { OrderRepository } from '../src/orders/persistence/order.repository.js';
import { useOrderSystem } from './support/order-system.js';

const system = useOrderSystem({ consuming: false });
const customerId = newId();
const lamp = { productId: 'lamp', quantity: 2 };

beforeAll(() => system.sell('lamp'));

describe('POST /orders', () => {
  it('stores the order, its history and its event, and says where to find it', async () => {
    const contact = { email: 'ada@example.org', phone: '+4930123456' };
    const items = [
      { ...lamp, price: 29.99 },
      { productId: 'lamp', quantity: 1 },
    ];
    const { status, headers, body } = await system.service.http.post('/orders', {
      customerId,
      items,
      contact,
    });

    expect(status).toBe(201);
    expect(body).toMatchObject({
      version: 1,
      customerId,
      items: [
        { productId: 'lamp', name: 'The lamp', quantity: 2, price: 29.99 },
        { productId: 'lamp', name: 'The lamp', quantity: 1, price: 29.99 },
      ],
      totalAmount: 89.97,
      currency: 'EUR',
      status: 'PENDING',
      contact,
    });
    const found = await system.service.http.get(headers.get('location') ?? '');
    expect(found.body).toMatchObject({
      ...body,
      history: [{ version: 1, from: null, to: 'PENDING', who: 'anonymous' }],
    });
    expect(found.headers.get('etag')).toBe(headers.get('etag'));

    const events = await system.database.query<{ body: string }>(
      'SELECT body FROM outbox_events WHERE body LIKE $1',
      [`%${body.id}%`],
    );
    expect(events.map((event) => JSON.parse(event.body) as unknown)).toMatchObject([
      {
        type: 'order.created',
        subject: body.id,
        sequence: 1,
        correlationid: headers.get('x-correlation-id'),
        data: { orderId: body.id, customerId, total: { amount: 8997, currency: 'EUR' }, contact },
      },
    ]);
  });

  it('takes the customer from the header, and writes their id in one way only', async () => {
    const shouted = customerId.toUpperCase();
    const byHeader = await system.service.http.post(
      '/orders',
      { items: [lamp] },
      { 'x-customer-id': shouted },
    );
    const byBody = await system.service.http.post('/orders', { customerId: shouted, items: [lamp] });

    expect([byHeader.body.customerId, byBody.body.customerId]).toEqual([customerId, customerId]);
    const { body } = await system.service.http.get(`/orders/${byHeader.body.id}`);
    expect(body.history).toMatchObject([{ who: `customer:${customerId}` }]);
  });

  it('answers at once with what is known when nobody decides in the time that the client has', async () => {
    const asked = { customerId, items: [lamp] };
    const { status, headers, body } = await system.service.http.post('/orders', asked, { prefer: 'wait=0' });

    expect([status, headers.get('preference-applied'), body.status]).toEqual([201, 'wait=0', 'PENDING']);
  });

  it('cannot be served without payment on the word of a customer where the shop wants to be paid', async () => {
    const shop = await system.start({ PAYMENT_REQUIRED: 'true' });
    const asked = { customerId, items: [lamp], payment: { required: false } };
    const byCustomer = await shop.http.post('/orders', asked, { 'x-customer-id': customerId });
    const byShop = await shop.http.post('/orders', asked);
    await shop.stop();
    expect(byCustomer.body.payment).toMatchObject({ required: true });
    expect(byShop.body.payment).toBeUndefined();
  });

  it('is not taken back because the order cannot be read again', async () => {
    jest
      .spyOn(system.service.app.get(OrderRepository), 'find')
      .mockRejectedValueOnce(Object.assign(new Error('the server closed the connection'), { code: '57P01' }));
    const asked = { customerId, items: [lamp] };
    const { status, body } = await system.service.http.post('/orders', asked, { prefer: 'wait=1' });

    expect([status, body.status]).toEqual([201, 'PENDING']);
  });
});
