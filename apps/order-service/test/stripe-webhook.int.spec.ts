import { newId } from '@app/platform';
import { useOrderSystem } from './support/order-system.js';
import { paidSession, paymentsIn, SECRET_KEY, signatureOf, stripeEnvironment } from './support/payments.js';
import { confirm, fail } from './support/reservations.js';
import { StripeStandIn } from './support/stripe-stand-in.js';

let stripe: StripeStandIn;
beforeAll(async () => {
  stripe = await StripeStandIn.open(SECRET_KEY);
});
afterAll(() => stripe.close());

const system = useOrderSystem({ consuming: false, environment: () => stripeEnvironment(stripe) });
const payments = paymentsIn(system);
const { webhook } = payments;
beforeAll(() => system.sell('lamp', 'shade'));

const recorded = { status: 200, body: { outcome: 'recorded' } };
const ignored = { status: 200, body: { outcome: 'ignored' } };

describe('a payment that Stripe tells of', () => {
  it('confirms the order, under the name of its payment intent', async () => {
    const id = await payments.placeHeld();

    expect(await webhook(paidSession(id, { payment_intent: 'pi_of_the_story' }))).toMatchObject(recorded);
    expect(await payments.find(id)).toMatchObject({
      status: 'CONFIRMED',
      payment: { status: 'PAID', transactionId: 'pi_of_the_story' },
    });
  });

  it('changes nothing when it is told of again, also as the success of a slow payment', async () => {
    const id = await payments.placeHeld();
    const event = paidSession(id);
    await webhook(event);
    const before = await payments.find(id);

    expect(await webhook(event)).toMatchObject(recorded);
    expect(await webhook({ ...event, type: 'checkout.session.async_payment_succeeded' })).toMatchObject(
      recorded,
    );
    expect(await payments.find(id)).toEqual(before);
  });

  it('is not believed until the money is there', async () => {
    const id = await payments.placeHeld();

    expect(await webhook(paidSession(id, { payment_status: 'unpaid' }))).toMatchObject(ignored);
    expect((await payments.find(id)).status).toBe('AWAITING_PAYMENT');
    const later = { ...paidSession(id), type: 'checkout.session.async_payment_succeeded' };
    expect(await webhook(later)).toMatchObject(recorded);
    expect((await payments.find(id)).status).toBe('CONFIRMED');
  });

  it.each([
    ['of another amount', 'WRONG_AMOUNT', { amount_total: 2998 }],
    ['of another currency', 'WRONG_AMOUNT', { currency: 'usd' }],
  ])('%s is owed back, and the order still waits', async (_what, cause, overrides) => {
    const id = await payments.placeHeld();

    expect(await webhook(paidSession(id, overrides))).toMatchObject(recorded);
    expect(await payments.find(id)).toMatchObject({ status: 'AWAITING_PAYMENT', refunds: [{ cause }] });
  });

  it('is owed back when it is the second one of an order', async () => {
    const id = await payments.placeHeld();
    await webhook(paidSession(id));

    expect(await webhook(paidSession(id, { payment_intent: 'pi_second' }))).toMatchObject(recorded);
    expect(await payments.find(id)).toMatchObject({
      status: 'CONFIRMED',
      refunds: [{ transactionId: 'pi_second', cause: 'PAID_TWICE', amount: 29.99 }],
    });
  });

  it('is owed back when its customer has cancelled, also if the order is deleted', async () => {
    const id = await payments.placeHeld();
    await system.service.http.post(`/orders/${id}/cancel`, { reason: 'Changed my mind' });
    expect(await webhook(paidSession(id))).toMatchObject(recorded);
    expect(await payments.find(id)).toMatchObject({
      status: 'CANCELLED',
      refunds: [{ cause: 'ORDER_CANCELLED' }],
    });

    const deleted = await payments.placeHeld();
    await system.database.query(`UPDATE orders SET deleted_at = now() WHERE id = $1`, [deleted]);
    expect(await webhook(paidSession(deleted))).toMatchObject(recorded);
  });

  it('comes after the time to pay and has the order served again, if its goods can be had', async () => {
    const [lucky, unlucky] = [await payments.placeHeld(), await payments.placeHeld()];
    await payments.timeIsUp(lucky, unlucky);
    await payments.reaches(lucky, 'CANCELLED');
    await payments.reaches(unlucky, 'CANCELLED');
    for (const id of [lucky, unlucky]) expect(await webhook(paidSession(id))).toMatchObject(recorded);
    expect((await payments.find(lucky)).status).toBe('PENDING');

    await confirm(system.service, lucky);
    await fail(system.service, unlucky);

    expect(await payments.find(lucky)).toMatchObject({ status: 'CONFIRMED', payment: { status: 'PAID' } });
    expect(await payments.find(unlucky)).toMatchObject({
      status: 'CANCELLED',
      refunds: [{ cause: 'PAID_TOO_LATE', amount: 29.99 }],
    });
  });

  it('is asked for again later while other goods are awaited', async () => {
    const id = await payments.placeHeld();
    await payments.change(id, 'shade', 2);

    expect(await webhook(paidSession(id))).toMatchObject({ status: 409, body: { code: 'change-pending' } });
  });
});

describe('money that belongs nowhere', () => {
  it('is refused, so that Stripe keeps telling of it', async () => {
    expect(await webhook(paidSession(newId()))).toMatchObject({
      status: 404,
      body: { code: 'order-not-found' },
    });
    const elsewhere = { orderId: newId(), tenant: 'another-shop' };
    expect(await webhook(paidSession(newId(), { metadata: elsewhere }))).toMatchObject({ status: 404 });
  });

  it('is refused when its transaction has paid for another order', async () => {
    const [first, second] = [await payments.placeHeld(), await payments.placeHeld()];
    await webhook(paidSession(first, { payment_intent: 'pi_of_the_first' }));

    expect(await webhook(paidSession(second, { payment_intent: 'pi_of_the_first' }))).toMatchObject({
      status: 409,
      body: { code: 'transaction-used' },
    });
    expect((await payments.find(second)).status).toBe('AWAITING_PAYMENT');
    expect(
      await webhook(paidSession(first, { payment_intent: 'pi_of_the_first', amount_total: 1 })),
    ).toMatchObject({
      status: 409,
    });
  });

  it.each([
    ['another type of event', { ...paidSession(newId()), type: 'checkout.session.expired' }],
    ['a session of somebody else', paidSession(newId(), { metadata: {} })],
    ['a session without metadata', paidSession(newId(), { metadata: null })],
    [
      'an id that is none of ours',
      paidSession(newId(), { metadata: { orderId: "1' OR 1=1", tenant: 'default' } }),
    ],
  ])('is none of ours: %s', async (_what, event) => {
    expect(await webhook(event)).toMatchObject(ignored);
  });
});

describe('a hostile message', () => {
  const event = JSON.stringify(paidSession(newId()));

  it.each([
    ['no signature', ''],
    ['nonsense', 't=1,v1=zz'],
    ['a signature of another secret', signatureOf(event, { secret: 'whsec_other' })],
    ['a signature of another body', signatureOf(`${event} `)],
    ['a signature of yesterday', signatureOf(event, { timestamp: Math.floor(Date.now() / 1000) - 86_400 })],
  ])('with %s is a 400', async (_what, signature) => {
    expect(await webhook(event, { 'stripe-signature': signature })).toMatchObject({
      status: 400,
      body: { code: 'invalid-signature' },
    });
  });

  it.each([
    ['no JSON', '{"id":'],
    ['null', 'null'],
    ['an array', '[]'],
    ['nothing but a number', '1'],
    ['deep nesting', '['.repeat(100_000)],
    ['a paid session without an amount', JSON.stringify(paidSession(newId(), { amount_total: undefined }))],
    ['an amount that is no number', JSON.stringify(paidSession(newId(), { amount_total: '2999' }))],
    ['a negative amount', JSON.stringify(paidSession(newId(), { amount_total: -1 }))],
    ['a currency that is none', JSON.stringify(paidSession(newId(), { currency: 'xx' }))],
    ['hostile text as a transaction', JSON.stringify(paidSession(newId(), { payment_intent: 'a\0b' }))],
  ])('that is signed and holds %s is a 422', async (_what, text) => {
    expect(await webhook(text)).toMatchObject({ status: 422, body: { code: 'unreadable-webhook' } });
  });

  it('without a body, of another type or too large is a client error', async () => {
    expect((await webhook('')).status).toBe(422);
    expect((await webhook(event, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await webhook('x'.repeat(2_000_000))).status).toBe(413);
  });
});

it('is not a route where Stripe is not the provider', async () => {
  const manual = await system.start({ PAYMENT_PROVIDER: 'manual' });
  expect((await manual.http.post('/payments/stripe/webhook', {})).status).toBe(404);
  await manual.stop();
});
