import { newId } from '@app/platform';
import { until } from '@app/testing';
import { inspect } from 'node:util';
import type { LinkRequest } from '../src/payments/domain/payment-provider.js';
import { LinkRefused, ProviderFailed } from '../src/payments/domain/payment-provider.errors.js';
import { StripeProvider } from '../src/payments/stripe/stripe-provider.js';
import { useOrderSystem } from './support/order-system.js';
import { paymentsIn, SECRET_KEY, stripeEnvironment } from './support/payments.js';
import { StripeStandIn, totalOf } from './support/stripe-stand-in.js';

let stripe: StripeStandIn;
beforeAll(async () => {
  stripe = await StripeStandIn.open(SECRET_KEY);
});
afterAll(() => stripe.close());
afterEach(() => {
  stripe.mood = 'fine';
});

const system = useOrderSystem({ consuming: false, environment: () => stripeEnvironment(stripe) });
const payments = paymentsIn(system);
beforeAll(() => system.sell('lamp', 'shade'));

const requests = (story: readonly string[]) =>
  story.filter((event) => event === 'order.payment_requested').length;

describe('an order whose stock is held', () => {
  it('gets a Stripe session of exactly its total, and asks for the payment once', async () => {
    const id = await payments.placeHeld({ contact: { email: 'ada@example.org' } });
    const { payment, status } = await payments.linked(id);
    const [session, ...more] = stripe.of(id);

    expect(more).toEqual([]);
    expect({ status, payment }).toMatchObject({
      status: 'AWAITING_PAYMENT',
      payment: { status: 'DUE', link: session?.url },
    });
    expect(totalOf(session?.form ?? {})).toBe(2999);
    expect(session?.form).toMatchObject({
      mode: 'payment',
      customer_email: 'ada@example.org',
      success_url: `https://shop.example/paid?order=${id}`,
      'metadata[orderId]': id,
      'payment_intent_data[metadata][orderId]': id,
      'line_items[0][price_data][currency]': 'eur',
      'line_items[0][price_data][product_data][name]': 'The lamp',
    });
    expect(await payments.storyOf(id)).toEqual(['order.created', 'order.updated', 'order.payment_requested']);
  });

  it.each(['failing', 'busy', 'silent', 'hanging-up', 'forgetful'] as const)(
    'waits while Stripe is %s, and gets its link afterwards',
    async (mood) => {
      stripe.mood = mood;
      const before = stripe.asked.length;
      const id = await payments.placeHeld();
      await until('Stripe has been asked again', () => stripe.asked.length > before + 2);
      expect((await payments.find(id)).status).toBe('AWAITING_PAYMENT');

      stripe.mood = 'fine';
      await payments.linked(id);
      expect(requests(await payments.storyOf(id))).toBe(1);
      expect(stripe.of(id)).toHaveLength(1);
    },
  );

  it('has its session closed when it is cancelled', async () => {
    const id = await payments.placeHeld();
    await payments.linked(id);
    await system.service.http.post(`/orders/${id}/cancel`, { reason: 'Changed my mind' });

    await until('the session is closed', () => stripe.of(id)[0]?.status === 'expired');
  });

  it('is cancelled in time even if Stripe never answers', async () => {
    stripe.mood = 'silent';
    const id = await payments.placeHeld();
    await payments.timeIsUp(id);

    expect(await payments.reaches(id, 'CANCELLED')).toMatchObject({
      cancellation: { code: 'PAYMENT_EXPIRED' },
      payment: { status: 'EXPIRED' },
    });
  });
});

describe('an order that is changed before it is paid', () => {
  const relinked = (id: string, sessions: number) =>
    until('there is another link', async () => {
      const order = await payments.find(id);
      return stripe.of(id).length === sessions && order.payment?.link === stripe.of(id).at(-1)?.url;
    });

  it('gets another link for the other amount, and the former is closed, also when it goes back and forth', async () => {
    const id = await payments.placeHeld();
    await payments.linked(id);
    await payments.changeTo(id, 'lamp', 2);
    await relinked(id, 2);
    await payments.changeTo(id, 'lamp', 1);
    await relinked(id, 3);

    expect(stripe.of(id).map(({ form }) => totalOf(form))).toEqual([2999, 5998, 2999]);
    await until('only the last is open', () => {
      const open = stripe.of(id).map(({ status }) => status === 'open');
      return JSON.stringify(open) === '[false,false,true]';
    });
    expect(requests(await payments.storyOf(id))).toBe(3);
  });

  it('keeps its link when it costs the same', async () => {
    const id = await payments.placeHeld();
    const { payment } = await payments.linked(id);
    await payments.changeTo(id, 'shade', 1);

    expect((await payments.find(id)).payment).toEqual(payment);
    expect(stripe.of(id)).toHaveLength(1);
  });
});

describe('what fails at Stripe', () => {
  const settings = {
    secretKey: 'sk_live_hunter2',
    webhookSecret: 'whsec_hunter2',
    successUrl: 'https://shop.example/paid',
    cancelUrl: 'https://shop.example/basket',
    timeoutMs: 60_000,
    maxNetworkRetries: 0,
    webhookToleranceSeconds: 300,
  };
  const request = (amount: number): LinkRequest => ({
    orderId: newId(),
    tenant: 'default',
    lines: [],
    total: { amount, currency: 'EUR' },
    expiresAt: new Date().toISOString(),
    idempotencyKey: newId(),
  });
  const failureOf = async (attempt: Promise<unknown>): Promise<Error> =>
    attempt.then(
      () => new Error('it did not fail'),
      (error: Error) => error,
    );

  it('never says the secret key, even where Stripe repeats it', async () => {
    const provider = await StripeProvider.open({ ...settings, apiBase: stripe.url }, () => new Date());
    const failure = await failureOf(provider.createLink(request(100)));

    expect(failure).toBeInstanceOf(LinkRefused);
    expect(failure.message).toContain('Invalid API Key');
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('hunter2');
  });

  it('is told apart: what passes by itself, and what somebody has to see to', async () => {
    const own = { ...settings, secretKey: SECRET_KEY, apiBase: stripe.url };
    const provider = await StripeProvider.open(own, () => new Date());

    expect(await failureOf(provider.createLink(request(0)))).toBeInstanceOf(LinkRefused);
    stripe.mood = 'busy';
    expect(await failureOf(provider.createLink(request(100)))).toBeInstanceOf(ProviderFailed);
    expect(await failureOf(provider.expireLink('cs_1'))).toBeInstanceOf(ProviderFailed);
  });

  it('does not stand in the way for ever when the configuration has been changed', async () => {
    const own = { ...settings, secretKey: SECRET_KEY, apiBase: stripe.url };
    const asked = request(100);
    const provider = await StripeProvider.open(own, () => new Date());
    await provider.createLink(asked);
    const changed = await StripeProvider.open(
      { ...own, successUrl: 'https://shop.example/thanks' },
      () => new Date(),
    );

    expect(await failureOf(changed.createLink(asked))).toBeInstanceOf(ProviderFailed);
    expect((await changed.createLink(asked)).reference).toBe(stripe.of(asked.orderId).at(-1)?.id);
  });

  it('is nothing to worry about when a link to be closed is over already', async () => {
    const provider = await StripeProvider.open(
      { ...settings, secretKey: SECRET_KEY, apiBase: stripe.url },
      () => new Date(),
    );
    await expect(provider.expireLink('cs_test_unknown')).resolves.toBeUndefined();
  });
});

describe('two instances', () => {
  it('make one session for each order, and ask for each payment once', async () => {
    const other = await system.start();
    const ids: string[] = [];
    // No more at once than there are connections.
    while (ids.length < 40)
      ids.push(...(await Promise.all(Array.from({ length: 8 }, () => payments.placeHeld()))));
    for (const id of ids) await payments.linked(id);
    await other.stop();

    for (const id of ids) {
      expect(stripe.of(id)).toHaveLength(1);
      expect(requests(await payments.storyOf(id))).toBe(1);
    }
  });

  it('take over what one of them has left undone', async () => {
    stripe.mood = 'silent';
    const id = await payments.placeHeld();
    await until('somebody has taken it', () => stripe.asked.length > 0);
    const other = await system.start();
    stripe.mood = 'fine';
    // As if the lease of an instance that died had ended.
    await system.database.query(
      'UPDATE orders SET payment_link_due_at = now() WHERE payment_link_due_at IS NOT NULL',
    );

    await payments.linked(id);
    await other.stop();
    expect(requests(await payments.storyOf(id))).toBe(1);
  });
});
