import { until } from '@app/testing';
import { ExpirePayments } from '../src/payments/expire-payments.js';
import { useOrderSystem, type OrderService } from './support/order-system.js';
import { ordersIn } from './support/orders.js';
import { paidSession, paymentsIn, SECRET_KEY, stripeEnvironment } from './support/payments.js';
import { confirm } from './support/reservations.js';
import { StripeStandIn } from './support/stripe-stand-in.js';

const REPETITIONS = 200;

let stripe: StripeStandIn;
beforeAll(async () => {
  stripe = await StripeStandIn.open(SECRET_KEY);
});
afterAll(() => stripe.close());

const environment = () => ({ ...stripeEnvironment(stripe), PAYMENT_POLL_INTERVAL_MS: '20' });
const system = useOrderSystem({ consuming: false, environment });
const payments = paymentsIn(system);
const orders = ordersIn(system);
let other: OrderService;

beforeAll(async () => {
  await system.sell('lamp');
  other = await system.start();
});

/** Orders that wait for their payment, placed a few at a time and held in one batch. */
async function many(count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count)
    ids.push(...(await Promise.all(Array.from({ length: 10 }, () => payments.place()))));
  await confirm(system.service, ...(ids as [string, ...string[]]));
  return ids;
}

/** The events of an order by its history and its outbox, which must tell the same story without a hole. */
async function eventsOf(id: string): Promise<string[]> {
  const [{ version, history = [] }, events] = [await payments.find(id), await orders.eventsOf(id)];
  const numbers = Array.from({ length: version }, (_, index) => index + 1);
  expect(history.map((entry) => entry.version)).toEqual(numbers);
  expect(events.map(({ sequence }) => sequence)).toEqual(numbers);
  expect(events.map(({ type }) => type)).toEqual(history.map(({ event }) => event));
  return history.map(({ event }) => event);
}

describe('the end of the time to pay', () => {
  it('cancels each order once, however many instances look', async () => {
    const ids = await many(60);
    await payments.timeIsUp(...ids);
    await Promise.all([system.service, other].map(({ app }) => app.get(ExpirePayments).execute()));

    for (const id of ids) {
      const { cancellation, payment } = await payments.reaches(id, 'CANCELLED');
      expect(cancellation).toEqual({ code: 'PAYMENT_EXPIRED', reason: 'It was not paid in time.' });
      expect(payment?.status).toBe('EXPIRED');
      const story = await eventsOf(id);
      expect(story.filter((event) => event === 'order.cancelled')).toHaveLength(1);
    }
  });

  it('closes the sessions of Stripe', async () => {
    const id = await payments.placeHeld();
    await payments.linked(id);
    await payments.timeIsUp(id);
    await payments.reaches(id, 'CANCELLED');

    await until('the session is closed', () => stripe.of(id)[0]?.status === 'expired');
  });

  it('is not forgotten by a restart', async () => {
    const id = await payments.placeHeld();
    await other.stop();
    await payments.timeIsUp(id);
    other = await system.start();

    expect((await payments.reaches(id, 'CANCELLED')).cancellation?.code).toBe('PAYMENT_EXPIRED');
  });

  it('also comes for an order that waits for other goods', async () => {
    const id = await payments.placeHeld();
    await payments.change(id, 'lamp', 2);
    await payments.timeIsUp(id);

    expect(await payments.reaches(id, 'CANCELLED')).toMatchObject({ change: { status: 'DROPPED' } });
  });
});

describe('a payment that races with the end of its time', () => {
  it('is never lost and never cancelled: the order is confirmed, or reopened and paid', async () => {
    const ids = await many(REPETITIONS);
    const outcomes = new Set<string>();
    for (const id of ids) {
      const event = paidSession(id);
      const [, ...answers] = await Promise.all([
        payments.timeIsUp(id).then(() => other.app.get(ExpirePayments).execute()),
        payments.webhook(event),
        payments.webhook(event),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);

      const { status, payment, refunds } = await payments.find(id);
      const story = await eventsOf(id);
      expect(payment?.status).toBe('PAID');
      expect(refunds).toBeUndefined();
      expect(story.filter((type) => type === 'order.paid')).toHaveLength(1);
      expect(story.includes('order.cancelled')).toBe(story.includes('order.reopened'));
      outcomes.add(status);
    }
    for (const status of outcomes) expect(['CONFIRMED', 'PENDING']).toContain(status);
  }, 600_000);

  it('by two transactions at once is paid by one, and the other is owed back', async () => {
    for (const id of await many(50)) {
      await Promise.all([payments.webhook(paidSession(id)), payments.webhook(paidSession(id))]);
      const { status, refunds, payment } = await payments.find(id);

      expect({ status, refunds }).toMatchObject({ status: 'CONFIRMED', refunds: [{ cause: 'PAID_TWICE' }] });
      expect(refunds?.[0]?.transactionId).not.toBe(payment?.transactionId);
    }
  });

  it('and with a cancellation ends with the money applied or owed back, never both', async () => {
    for (const id of await many(50)) {
      await Promise.all([
        payments.webhook(paidSession(id)),
        other.http.post(`/orders/${id}/cancel`, { reason: 'Changed my mind' }),
      ]);
      const { status, refunds = [] } = await payments.find(id);

      expect(status).toBe('CANCELLED');
      expect(refunds.map(({ amount, cause }) => ({ amount, cause }))).toEqual([
        { amount: 29.99, cause: 'ORDER_CANCELLED' },
      ]);
    }
  });
});
