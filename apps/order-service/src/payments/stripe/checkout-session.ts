import type { Money } from '@app/contracts';
import type { Stripe } from 'stripe';
import type { LinkRequest } from '../domain/payment-provider.js';
import { LinkRefused } from '../domain/payment-provider.errors.js';
import { toStripeAmount } from './stripe-amount.js';

type Params = Stripe.Checkout.SessionCreateParams;
type LineItem = Stripe.Checkout.SessionCreateParams.LineItem;

/** The most that Stripe takes in one session. */
const MOST_LINES = 100;
const MOST_OF_A_LINE = 999_999;
// Stripe lets a session end from half an hour to a day after its making; the margin is for its clock and the way to it.
const SHORTEST_LIFE_MS = 30 * 60_000 + 30_000;
const LONGEST_LIFE_MS = 24 * 3_600_000 - 30_000;

/** Where customers go afterwards; `{orderId}` is filled in. */
export interface ReturnUrls {
  readonly successUrl: string;
  readonly cancelUrl: string;
}

/** The checkout for an order, of exactly its total. Throws `LinkRefused` if Stripe cannot charge that. */
export function checkoutOf(request: LinkRequest, urls: ReturnUrls, now: Date): Params {
  const { orderId, tenant, customerEmail, expiresAt } = request;
  const back = (url: string): string => url.replaceAll('{orderId}', encodeURIComponent(orderId));
  const about = { orderId, tenant };
  return {
    mode: 'payment',
    client_reference_id: orderId,
    line_items: lineItemsOf(request),
    metadata: about,
    payment_intent_data: { metadata: about },
    success_url: back(urls.successUrl),
    cancel_url: back(urls.cancelUrl),
    ...(customerEmail === undefined ? {} : { customer_email: customerEmail }),
    ...endOf(expiresAt, now),
  };
}

/** When Stripe shall close it; left out where Stripe would refuse it, for our own timer decides anyway. */
function endOf(expiresAt: string, now: Date): Pick<Params, 'expires_at'> {
  const end = Date.parse(expiresAt);
  const lifeMs = end - now.getTime();
  return lifeMs < SHORTEST_LIFE_MS || lifeMs > LONGEST_LIFE_MS ? {} : { expires_at: Math.floor(end / 1000) };
}

/** One item for each line where that adds up to the total, and otherwise one for everything. */
function lineItemsOf({ orderId, total, lines }: LinkRequest): LineItem[] {
  const amount = toStripeAmount(total);
  if (amount === undefined)
    throw new LinkRefused(`Stripe cannot charge exactly this amount of ${total.currency}`);

  const items = lines.map(({ name, productId, quantity, unitPrice }) => ({
    name: name.trim() === '' ? productId : name,
    quantity,
    unitAmount: toStripeAmount({ amount: unitPrice, currency: total.currency }),
  }));
  const sum = items.reduce((soFar, item) => soFar + item.quantity * (item.unitAmount ?? NaN), 0);
  const fits = items.length <= MOST_LINES && items.every(({ quantity }) => quantity <= MOST_OF_A_LINE);
  return sum === amount && fits
    ? items.map(({ name, quantity, unitAmount = 0 }) =>
        itemOf(name, quantity, { ...total, amount: unitAmount }),
      )
    : [itemOf(`Order ${orderId}`, 1, { ...total, amount })];
}

const itemOf = (name: string, quantity: number, { amount, currency }: Money): LineItem => ({
  quantity,
  price_data: { currency: currency.toLowerCase(), unit_amount: amount, product_data: { name } },
});
