import { newId } from '@app/platform';
import { until } from '@app/testing';
import { LinkWatch } from '../src/payments/link-watch.js';
import { useOrderSystem } from './support/order-system.js';
import { paymentsIn } from './support/payments.js';
import { confirm } from './support/reservations.js';

const environment = () => ({
  PAYMENT_LINK_TEMPLATE: 'https://shop.example/pay/{orderId}?amount={amount}&currency={currency}',
  // So long that only what is woken gets done in time.
  PAYMENT_POLL_INTERVAL_MS: '600000',
});
const system = useOrderSystem({ consuming: false, environment });
const payments = paymentsIn(system);
beforeAll(() => system.sell('lamp', 'shade'));

describe('a shop that takes the money itself', () => {
  it('has a link for each order as soon as the stock is held, without waiting for a poll', async () => {
    const id = await payments.placeHeld();
    const { payment } = await payments.linked(id);

    expect(payment).toMatchObject({
      status: 'DUE',
      link: `https://shop.example/pay/${id}?amount=29.99&currency=EUR`,
    });
    expect(await payments.storyOf(id)).toEqual(['order.created', 'order.updated', 'order.payment_requested']);
  });

  it('gets another link with the other amount when the goods are changed', async () => {
    const id = await payments.placeHeld();
    await payments.linked(id);
    await payments.changeTo(id, 'lamp', 3);

    expect((await payments.linked(id)).payment?.link).toContain('amount=89.97');
  });

  it('reports the payment, once or twice, and has the order confirmed', async () => {
    const id = await payments.placeHeld();
    const transactionId = `bank-${newId()}`;

    expect(await payments.report(id, { transactionId })).toMatchObject({
      status: 200,
      body: { status: 'CONFIRMED', payment: { status: 'PAID', transactionId } },
    });
    expect(await payments.report(id, { transactionId })).toMatchObject({ status: 200 });
    expect((await payments.storyOf(id)).filter((event) => event === 'order.paid')).toHaveLength(1);
  });

  it.each([
    ['too little', { amount: 29.98 }, 422, 'wrong-amount'],
    ['too much', { amount: 30 }, 422, 'wrong-amount'],
    ['another currency', { currency: 'USD' }, 422, 'wrong-amount'],
    ['a fraction of a cent', { amount: 29.999 }, 400, 'validation-failed'],
    ['a negative amount', { amount: -29.99 }, 400, 'validation-failed'],
    ['no transaction', { transactionId: '' }, 400, 'validation-failed'],
  ])('is told so when it reports %s', async (_what, report, status, code) => {
    const id = await payments.placeHeld();

    expect(await payments.report(id, report)).toMatchObject({ status, body: { code } });
    expect((await payments.find(id)).status).toBe('AWAITING_PAYMENT');
  });

  it('is refused a second payment, one of another order, and one that nobody waits for', async () => {
    const [paid, waiting, unheld] = [
      await payments.placeHeld(),
      await payments.placeHeld(),
      await payments.place(),
    ];
    const transactionId = `bank-${newId()}`;
    await payments.report(paid, { transactionId });

    expect(await payments.report(paid)).toMatchObject({ status: 409, body: { code: 'already-paid' } });
    expect(await payments.report(waiting, { transactionId })).toMatchObject({
      status: 409,
      body: { code: 'transaction-used' },
    });
    expect(await payments.report(unheld)).toMatchObject({ status: 409, body: { code: 'payment-not-due' } });
    expect(await payments.report(newId())).toMatchObject({ status: 404, body: { code: 'order-not-found' } });
  });

  it('takes a payment that comes late, and serves the order after all', async () => {
    const id = await payments.placeHeld();
    await payments.timeIsUp(id);
    const other = await system.start({ PAYMENT_POLL_INTERVAL_MS: '20' });
    await payments.reaches(id, 'CANCELLED');
    await other.stop();

    expect(await payments.report(id)).toMatchObject({ status: 200, body: { status: 'PENDING' } });
    await confirm(system.service, id);
    expect((await payments.find(id)).status).toBe('CONFIRMED');
  });
});

describe('money that is owed back', () => {
  const settle = (id: string, transactionId: string, headers = {}) =>
    system.service.http.post(
      `/orders/${id}/refunds/${encodeURIComponent(transactionId)}/settled`,
      undefined,
      headers,
    );

  it('is recorded as given back, once', async () => {
    const id = await payments.placeHeld();
    const transactionId = `bank/${newId()}?%`;
    await payments.report(id, { transactionId });
    await system.service.http.post(`/orders/${id}/cancel`, { reason: 'Changed my mind' });
    const first = await settle(id, transactionId);
    const again = await settle(id, transactionId);

    expect(first).toMatchObject({
      status: 200,
      body: { refunds: [{ transactionId, amount: 29.99, settledAt: expect.any(String) }] },
    });
    expect(again.body).toEqual(first.body);
    expect((await payments.storyOf(id)).at(-1)).toBe('order.updated');
  });

  it('must be owed, and of the order as it is known', async () => {
    const id = await payments.placeHeld();

    expect(await settle(id, 'unknown')).toMatchObject({ status: 404, body: { code: 'refund-not-found' } });
    expect(await settle(newId(), 'unknown')).toMatchObject({
      status: 404,
      body: { code: 'order-not-found' },
    });
    expect(await settle(id, 'unknown', { 'if-match': '"other"' })).toMatchObject({ status: 412 });
    expect(await settle(id, 'a b')).toMatchObject({ status: 400, body: { code: 'validation-failed' } });
  });
});

it('shows how many orders wait for a link and for how long', async () => {
  const id = await payments.placeHeld();
  await payments.linked(id);
  await system.database.query(
    `UPDATE orders SET payment_link_due_at = now() + interval '1 hour', updated_at = now() - interval '90 seconds'
     WHERE id = $1`,
    [id],
  );
  // Those of the orders before, that nobody has waited for, have been made by then.
  await until('it waits alone', async () => {
    const { body } = await system.service.http.get<object>('/health');
    return JSON.stringify(body).includes('"provider":"manual","waiting":1,');
  });
  await system.service.app.get(LinkWatch, { strict: false }).look();
  const metrics = await (await fetch(`${await system.service.app.getUrl()}/metrics`)).text();

  expect(metrics).toMatch(/^waybill_payment_links_waiting 1$/m);
  expect(Number(/^waybill_oldest_payment_link_seconds (\S+)$/m.exec(metrics)?.[1])).toBeGreaterThanOrEqual(
    90,
  );
});
