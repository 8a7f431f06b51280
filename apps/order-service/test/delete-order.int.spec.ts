import { newId } from '@app/platform';
import { useOrderSystem } from './support/order-system.js';
import { ordersIn } from './support/orders.js';

const system = useOrderSystem({ consuming: false });
const orders = ordersIn(system);
const http = () => system.service.http;
const ADMIN = { 'x-role': 'admin' };

beforeAll(() => system.sell('lamp'));

describe('a deleted order', () => {
  it('is cancelled, hidden and still known', async () => {
    const { id } = await orders.placeConfirmed();

    expect((await http().delete(`/orders/${id}`)).status).toBe(204);

    expect((await orders.eventsOf(id)).map(({ type }) => type)).toEqual([
      'order.created',
      'order.confirmed',
      'order.cancelled',
      'order.updated',
    ]);
    expect(await http().get(`/orders/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'order-not-found' },
    });
    expect(await http().get(`/orders/${id}?includeDeleted=true`, ADMIN)).toMatchObject({
      status: 200,
      body: { status: 'CANCELLED', cancellation: { code: 'DELETED' } },
    });
  });

  it('is shown to administrators only', async () => {
    const { id } = await orders.place();
    await http().delete(`/orders/${id}`);

    const others: Record<string, string>[] = [{}, { 'x-customer-id': newId() }, { 'x-role': 'service' }];
    for (const headers of others) {
      expect(await http().get(`/orders/${id}?includeDeleted=true`, headers)).toMatchObject({
        status: 403,
        body: { code: 'admin-only' },
      });
    }
  });

  it('is not there for any request but its restoration', async () => {
    const { id } = await orders.place();
    await http().delete(`/orders/${id}`);

    const answers = await Promise.all([
      http().delete(`/orders/${id}`),
      http().put(`/orders/${id}`, { notes: 'x' }),
      http().put(`/orders/${id}/shipping`, { carrier: 'x' }),
      orders.changeStatus(id, { status: 'SHIPPED' }),
      orders.cancel(id),
      http().post(`/orders/${id}/complete`, {}),
      http().post(`/orders/${id}/payment-received`, { transactionId: 'T', amount: 29.99, currency: 'EUR' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    const list = await http().get<{ id: string }[]>('/orders');
    expect(list.body.map((order) => order.id)).not.toContain(id);
  });

  it('can be restored and deleted again; what was cancelled stays so', async () => {
    const { id } = await orders.placeConfirmed();
    await http().delete(`/orders/${id}`);

    expect(await http().post(`/orders/${id}/restore`, {})).toMatchObject({
      status: 200,
      body: { status: 'CANCELLED' },
    });
    expect((await orders.find(id)).deletedAt).toBeUndefined();
    expect(await http().post(`/orders/${id}/restore`, {})).toMatchObject({
      status: 409,
      body: { code: 'order-not-deleted' },
    });
    expect((await http().delete(`/orders/${id}`)).status).toBe(204);
  });

  it('that has left keeps its status', async () => {
    const { id } = await orders.placeConfirmed();
    await orders.changeStatus(id, { status: 'SHIPPED' });
    await http().delete(`/orders/${id}`);

    expect((await http().post(`/orders/${id}/restore`, undefined)).body.status).toBe('SHIPPED');
  });

  it('is deleted only as the client knows it', async () => {
    const { id, etag } = await orders.placeConfirmed();
    await http().put(`/orders/${id}`, { notes: 'Wait' });

    expect(await http().delete(`/orders/${id}`, { 'if-match': etag })).toMatchObject({ status: 412 });
  });
});

describe('a role that nobody has', () => {
  it('is refused', async () => {
    expect(await http().get('/orders', { 'x-role': 'king' })).toMatchObject({
      status: 400,
      body: { code: 'invalid-role' },
    });
  });
});
