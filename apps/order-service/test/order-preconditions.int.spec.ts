import { useOrderSystem } from './support/order-system.js';
import { ordersIn } from './support/orders.js';
import { confirm } from './support/reservations.js';

const system = useOrderSystem({ consuming: false });

const orders = ordersIn(system);

beforeAll(() => system.sell('lamp'));

describe('If-Match', () => {
  it('lets a step through only for the version that was seen', async () => {
    const { id, etag } = await orders.place();
    await confirm(system.service, id);
    const stale = await orders.cancel(id, 'Too slow', { 'if-match': etag });
    const current = (await system.service.http.get(`/orders/${id}`)).headers.get('etag') ?? '';

    expect(stale).toMatchObject({ status: 412, body: { code: 'precondition-failed' } });
    expect((await orders.cancel(id, 'Ordered twice', { 'if-match': current })).status).toBe(200);
  });

  it('lets exactly one of many steps of one version through', async () => {
    const { id, etag } = await orders.placeConfirmed();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        orders.changeStatus(
          id,
          { status: 'SHIPPED', trackingNumber: `number ${index}` },
          { 'if-match': etag },
        ),
      ),
    );

    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array<number>(19).fill(412),
    ]);
    expect(await orders.find(id)).toMatchObject({ version: 3, status: 'SHIPPED' });
  });
});

describe('If-None-Match', () => {
  it('saves a body that the client has, until the order takes a step', async () => {
    const { id, etag } = await orders.place();
    const same = await system.service.http.get(`/orders/${id}`, { 'if-none-match': etag });
    await orders.cancel(id);
    const changed = await system.service.http.get(`/orders/${id}`, { 'if-none-match': etag });

    expect([same.status, same.body]).toEqual([304, undefined]);
    expect([changed.status, changed.body.status]).toEqual([200, 'CANCELLED']);
  });
});
