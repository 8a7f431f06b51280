import type { EventDraft } from '@app/contracts';
import { newId } from '@app/platform';
import { until } from '@app/testing';
import { OrderRepository } from '../src/orders/persistence/order.repository.js';
import type { Answer, OrderBody } from './support/client.js';
import { cause, type OrderService, productUpdated, useOrderSystem } from './support/order-system.js';
import { reservationFailed, shortOf, stockReserved } from './support/reservations.js';

const LONG = { prefer: 'wait=30' };
// Whoever is answered sooner than this after asking has been woken, and has not just waited to the end.
const WOKEN_WITHIN_MS = 29_900;
const system = useOrderSystem({ consuming: true });

const publish = (...drafts: readonly EventDraft[]) =>
  system.service.transactions.run(cause(), (tx) => Promise.resolve(tx.publish(...drafts)));

const orderOf = (customerId: string, productId = 'lamp') => ({
  customerId,
  items: [{ productId, quantity: 2 }],
});
const find = async (id: string): Promise<OrderBody> => (await system.service.http.get(`/orders/${id}`)).body;

/** Places an order and waits for its decision; gives its id as soon as it is stored, and the answer to come. */
async function placeAndWait(
  service: OrderService,
): Promise<{ id: string; answer: Promise<Answer<OrderBody>> }> {
  const customerId = newId();
  const answer = service.http.post<OrderBody>('/orders', orderOf(customerId), LONG);
  const id = await until('the order is stored', async () => {
    const { body } = await service.http.get<OrderBody[]>(`/orders/customer/${customerId}`);
    return body[0]?.id;
  });
  return { id, answer };
}

beforeAll(async () => {
  await publish(productUpdated('lamp'));
  await until(
    'the price is known',
    async () => (await system.database.query('SELECT FROM product_prices')).length,
  );
});

describe('the price of a product', () => {
  it('is what the last event said of it', async () => {
    const fan = (amount: number, status: 'ACTIVE' | 'INACTIVE', version: number) =>
      productUpdated('fan', { price: { amount, currency: 'JPY' }, status }, version);
    await publish(fan(3000, 'ACTIVE', 3), fan(1000, 'ACTIVE', 1), fan(2000, 'INACTIVE', 2));

    const placed = await until('the price is known', async () => {
      const answer = await system.service.http.post('/orders', orderOf(newId(), 'fan'));
      return answer.status === 201 && answer.body.totalAmount === 6000 && answer;
    });
    expect(placed.body).toMatchObject({ currency: 'JPY', items: [{ name: 'The fan', price: 3000 }] });
  });
});

describe('an order that waits for its stock', () => {
  it('is confirmed when its stock is held, and says so to whoever waits', async () => {
    const { id, answer } = await placeAndWait(system.service);
    await publish(stockReserved(id));

    const { status, headers, body } = await answer;
    expect([status, headers.get('preference-applied')]).toEqual([201, 'wait=30']);
    expect(body).toMatchObject({ id, status: 'CONFIRMED', version: 2 });
    expect(headers.get('etag')).toBe((await system.service.http.get(`/orders/${id}`)).headers.get('etag'));
  });

  it('is cancelled when its stock cannot be held, with a reason for its customer', async () => {
    const { id, answer } = await placeAndWait(system.service);
    await publish(reservationFailed(id, shortOf('lamp')));

    expect((await answer).body).toMatchObject({
      status: 'CANCELLED',
      cancellation: {
        code: 'INSUFFICIENT_STOCK',
        reason: 'Not enough in stock: The lamp (2 ordered, 1 available).',
      },
    });
  });

  it('is cancelled with another code when a product is not sold at all', async () => {
    const { id, answer } = await placeAndWait(system.service);
    await publish(reservationFailed(id, shortOf('lamp', false)));

    expect((await answer).body).toMatchObject({
      status: 'CANCELLED',
      cancellation: { code: 'PRODUCT_UNAVAILABLE', reason: 'No longer available: The lamp.' },
    });
  });

  it('stays cancelled when its stock is held too late', async () => {
    const { id, answer } = await placeAndWait(system.service);
    await system.service.http.post(`/orders/${id}/cancel`, { reason: 'Ordered twice' });
    expect((await answer).body).toMatchObject({ status: 'CANCELLED', cancellation: { code: 'REQUESTED' } });

    await publish(stockReserved(id));
    await until('the event is handled', async () => {
      const [row] = await system.database.query('SELECT FROM stream_positions WHERE subject = $1', [id]);
      return row;
    });
    expect(await find(id)).toMatchObject({ status: 'CANCELLED', version: 2 });
  });

  it('is decided once, however often it is told', async () => {
    const { id, answer } = await placeAndWait(system.service);
    await Promise.all([publish(stockReserved(id)), publish(stockReserved(id)), publish(stockReserved(id))]);
    await answer;
    const { id: later, answer: lastAnswer } = await placeAndWait(system.service);
    await publish(stockReserved(later));
    await lastAnswer;

    expect((await find(id)).history).toHaveLength(2);
  });

  it('is shown as it is to a client that does not wait long enough', async () => {
    const asked = Date.now();
    const { status, headers, body } = await system.service.http.post('/orders', orderOf(newId()), {
      prefer: 'wait=1',
    });

    expect([status, headers.get('preference-applied'), body.status]).toEqual([201, 'wait=1', 'PENDING']);
    expect(Date.now() - asked).toBeGreaterThanOrEqual(990);
  });

  it('wakes its client at once when this very instance decides, without having to look', async () => {
    const looks = jest.spyOn(system.service.app.get(OrderRepository), 'settledAmong').mockResolvedValue([]);
    const asked = Date.now();
    const { id, answer } = await placeAndWait(system.service);
    await publish(stockReserved(id));

    expect((await answer).body).toMatchObject({ status: 'CONFIRMED' });
    expect(Date.now() - asked).toBeLessThan(WOKEN_WITHIN_MS);
    looks.mockRestore();
  });

  it('lets hundreds wait at the cost of one', async () => {
    const looks = jest.spyOn(system.service.app.get(OrderRepository), 'settledAmong');
    const began = Date.now();
    const customerId = newId();
    const answers = Array.from({ length: 200 }, () =>
      system.service.http.post('/orders', orderOf(customerId), LONG),
    );
    const look = await until('all of them are looked for together', () =>
      looks.mock.calls.find(([, ids]) => ids.length === answers.length),
    );
    await publish(...look[1].map(stockReserved));

    const statuses = (await Promise.all(answers)).map(({ body }) => body.status);
    expect(new Set(statuses)).toEqual(new Set(['CONFIRMED']));
    expect(looks.mock.calls.length).toBeLessThanOrEqual((Date.now() - began) / 50 + 1);
    looks.mockRestore();
  });
});

describe('several instances', () => {
  it('tell their clients what another one has decided', async () => {
    const other = await system.start();
    const asked = Date.now();
    const { id, answer } = await placeAndWait(system.service);
    await other.http.post(`/orders/${id}/cancel`, { reason: 'Ordered twice' });

    expect((await answer).body).toMatchObject({ status: 'CANCELLED' });
    expect(Date.now() - asked).toBeLessThan(WOKEN_WITHIN_MS);
    await other.stop();
  });

  it('answer with what is known when they stop, instead of keeping their clients waiting', async () => {
    const other = await system.start();
    const asked = Date.now();
    const { answer } = await placeAndWait(other);
    await Promise.all([
      other.stop(),
      answer.then(() => expect(Date.now() - asked).toBeLessThan(WOKEN_WITHIN_MS)),
    ]);

    expect(await answer).toMatchObject({ status: 201, body: { status: 'PENDING' } });
  });
});
