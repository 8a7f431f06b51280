import { newId } from '@app/platform';
import { until } from '@app/testing';
import { useOrderSystem } from './support/order-system.js';

const MOST = 5;

describe('while too many orders are undecided', () => {
  // Nothing decides here: there is no broker.
  const system = useOrderSystem({ consuming: false, environment: { PENDING_ORDERS_MAX: String(MOST) } });
  const order = (key = newId()) =>
    system.service.http.post(
      '/orders',
      { customerId: newId(), items: [{ productId: 'lamp', quantity: 1 }] },
      { 'idempotency-key': key },
    );

  it('new ones are refused and store nothing, what was accepted can be changed, and it ends by itself', async () => {
    await system.sell('lamp');
    const accepted: string[] = [];
    const refused = await until('one is refused', async () => {
      const key = newId();
      const answer = await order(key);
      if (answer.status !== 201) return { key, answer };
      accepted.push(answer.body.id);
      return undefined;
    });
    expect(refused.answer).toMatchObject({ status: 503, body: { code: 'overloaded' } });
    expect(Number(refused.answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(5);
    expect(accepted.length).toBeGreaterThanOrEqual(MOST);
    const [{ stored } = { stored: 0 }] = await system.database.query<{ stored: number }>(
      'SELECT count(*)::int AS stored FROM orders',
    );
    expect(stored).toBe(accepted.length);

    for (const id of accepted) {
      expect((await system.service.http.get(`/orders/${id}`)).status).toBe(200);
      expect((await system.service.http.post(`/orders/${id}/cancel`, { reason: 'x' })).status).toBe(200);
    }
    await until('orders are taken again', async () => (await order(refused.key)).status === 201);
  });
});
