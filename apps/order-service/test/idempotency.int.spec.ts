import { newId } from '@app/platform';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, OrderBody, ProblemBody } from './support/client.js';
import { useOrderSystem } from './support/order-system.js';

const system = useOrderSystem({ consuming: false });
const customerId = newId();
const A_MOMENT_MS = 100;
const lamp = { productId: 'lamp', quantity: 2 };

beforeAll(() => system.sell('lamp'));

describe('an Idempotency-Key', () => {
  const request = { customerId, items: [lamp] };
  type Placed = Answer<OrderBody & ProblemBody>;

  it('gives the stored answer again, whatever has become of the order', async () => {
    const headers = { 'idempotency-key': newId() };
    const first = await system.service.http.post('/orders', request, headers);
    await system.service.http.post(`/orders/${first.body.id}/cancel`, { reason: 'Changed my mind' });
    const again = await system.service.http.post('/orders', { items: request.items, customerId }, headers);

    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  it('tells a client that is ready to wait what has become of the order', async () => {
    const headers = { 'idempotency-key': newId() };
    const first = await system.service.http.post('/orders', request, headers);
    await system.service.http.post(`/orders/${first.body.id}/cancel`, { reason: 'Changed my mind' });
    const again = await system.service.http.post('/orders', request, { ...headers, prefer: 'wait=20' });

    expect(again.body).toMatchObject({ id: first.body.id, status: 'CANCELLED', version: 2 });
  });

  it('is refused for another body, and free for another customer', async () => {
    const headers = { 'idempotency-key': newId() };
    await system.service.http.post('/orders', request, headers);
    const otherBody = await system.service.http.post(
      '/orders',
      { customerId, items: [{ ...lamp, quantity: 3 }] },
      headers,
    );
    const otherCustomer = await system.service.http.post(
      '/orders',
      { ...request, customerId: newId() },
      headers,
    );

    expect(otherBody).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(otherCustomer.status).toBe(201);
  });

  it('is not used up by a request that was refused', async () => {
    const headers = { 'idempotency-key': newId() };
    const refused = await system.service.http.post(
      '/orders',
      { customerId, items: [{ ...lamp, price: 1 }] },
      headers,
    );
    const accepted = await system.service.http.post('/orders', request, headers);

    expect([refused.status, accepted.status]).toEqual([409, 201]);
  });

  it('makes one order of 50 identical requests at once', async () => {
    const customer = newId();
    const headers = { 'idempotency-key': newId() };
    const place = () => system.service.http.post('/orders', { customerId: customer, items: [lamp] }, headers);
    /** Does what the answer asks for while the first request is still running. */
    const persist = async (): Promise<Placed> => {
      const answer = await place();
      if (answer.body.code !== 'idempotency-in-progress') return answer;
      await pause(A_MOMENT_MS);
      return persist();
    };
    const answers = await Promise.all(Array.from({ length: 50 }, persist));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers.get('idempotency-replayed') === null)).toHaveLength(1);
    const { body } = await system.service.http.get<OrderBody[]>(`/orders/customer/${customer}`);
    expect(body).toHaveLength(1);
  });
});
