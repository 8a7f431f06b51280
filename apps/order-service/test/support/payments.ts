import { newId } from '@app/platform';
import { until } from '@app/testing';
import StripeLibrary from 'stripe';
import type { Answer, OrderBody, ProblemBody } from './client.js';
import type { OrderService, OrderSystem } from './order-system.js';
import { change as holdChange, confirm } from './reservations.js';
import { StripeStandIn } from './stripe-stand-in.js';

export const SECRET_KEY = 'sk_test_of_the_stand_in';
export const WEBHOOK_SECRET = 'whsec_of_the_stand_in';

/** What an instance needs to use the stand-in. */
export const stripeEnvironment = (standIn: StripeStandIn) => ({
  PAYMENT_PROVIDER: 'stripe',
  PAYMENT_POLL_INTERVAL_MS: '50',
  PAYMENT_LINK_RETRY_BASE_MS: '20',
  PAYMENT_LINK_RETRY_MAX_MS: '100',
  STRIPE_SECRET_KEY: SECRET_KEY,
  STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
  STRIPE_API_BASE: standIn.url,
  STRIPE_SUCCESS_URL: 'https://shop.example/paid?order={orderId}',
  STRIPE_CANCEL_URL: 'https://shop.example/basket',
  STRIPE_TIMEOUT_MS: '1000',
  STRIPE_MAX_NETWORK_RETRIES: '0',
});

/** A paid session, as Stripe tells of it. */
export const paidSession = (orderId: string, overrides: object = {}) => ({
  id: `evt_${newId()}`,
  object: 'event',
  type: 'checkout.session.completed',
  data: {
    object: {
      id: 'cs_test_paid',
      object: 'checkout.session',
      payment_status: 'paid',
      payment_intent: `pi_${newId()}`,
      amount_total: 2999,
      currency: 'eur',
      metadata: { orderId, tenant: 'default' },
      ...overrides,
    },
  },
});

/** The header by which Stripe signs a body. */
export const signatureOf = (payload: string, options: { secret?: string; timestamp?: number } = {}): string =>
  StripeLibrary.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET, ...options });

type OrderAnswer = Promise<Answer<OrderBody & ProblemBody>>;

/** What specs do with payments, over the HTTP API of the first instance unless they name another. */
export function paymentsIn(system: OrderSystem) {
  const find = async (id: string): Promise<OrderBody> =>
    (await system.service.http.get(`/orders/${id}`)).body;

  /** An order that is to be paid and has no stock yet. */
  const place = async (overrides: object = {}): Promise<string> => {
    const items = [{ productId: 'lamp', quantity: 1 }];
    const request = { customerId: newId(), items, payment: { required: true }, ...overrides };
    const { body } = await system.service.http.post('/orders', request);
    return body.id;
  };

  /** An order that waits for its payment. */
  const placeHeld = async (overrides: object = {}): Promise<string> => {
    const id = await place(overrides);
    await confirm(system.service, id);
    return id;
  };

  /** Asks for other goods and gives the id of the change, which is pending then. */
  const change = async (id: string, productId: string, quantity: number): Promise<string> => {
    const { body } = await system.service.http.put(`/orders/${id}`, { items: [{ productId, quantity }] });
    return body.change?.id ?? '';
  };

  return {
    find,
    change,
    /** Asks for other goods, and gets them. */
    changeTo: async (id: string, productId: string, quantity: number): Promise<void> => {
      await holdChange(system.service, id, await change(id, productId, quantity));
    },
    place,
    placeHeld,
    linked: (id: string): Promise<OrderBody> =>
      until('the order has a link', async () => {
        const order = await find(id);
        return order.payment?.link !== undefined && order;
      }),
    reaches: (id: string, status: string): Promise<OrderBody> =>
      until(`the order is ${status}`, async () => {
        const order = await find(id);
        return order.status === status && order;
      }),
    report: (
      id: string,
      { transactionId = `bank-${newId()}`, amount = 29.99, currency = 'EUR' } = {},
      service: OrderService = system.service,
    ): OrderAnswer =>
      service.http.post(`/orders/${id}/payment-received`, { transactionId, amount, currency }),
    webhook: (
      event: object | string,
      headers: Readonly<Record<string, string>> = {},
    ): Promise<Answer<ProblemBody & { outcome?: string }>> => {
      const payload = typeof event === 'string' ? event : JSON.stringify(event);
      return system.service.http.post('/payments/stripe/webhook', payload, {
        'stripe-signature': signatureOf(payload),
        ...headers,
      });
    },
    /** Lets the time to pay of these orders be over. */
    timeIsUp: (...ids: readonly string[]) => {
      const past = new Date(Date.now() - 1000).toISOString();
      return system.database.query(
        `UPDATE orders SET payment_expires_at = $2::timestamptz, payment = jsonb_set(payment, '{expiresAt}', to_jsonb($3::text))
         WHERE id = ANY($1::uuid[]) AND payment_expires_at IS NOT NULL`,
        [ids, past, past],
      );
    },
    /** The events of an order, by name, as its history has them. */
    storyOf: async (id: string): Promise<string[]> =>
      ((await find(id)).history ?? []).map(({ event }) => event),
  };
}
