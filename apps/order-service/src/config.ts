import { confidential, flag, int, milliseconds, serviceEnv, topic, url } from '@app/platform';
import { z } from 'zod';
import { problemWith } from './payments/manual/link-template.js';

const linkTemplate = () =>
  z
    .string()
    .check((context) => {
      const problem = problemWith(context.value);
      if (problem !== undefined)
        context.issues.push({ code: 'custom', message: problem, input: context.value });
    })
    .meta({ form: 'URL with placeholders' });

// What Stripe Checkout cannot do without.
const NEEDED_BY_STRIPE = [
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'STRIPE_SUCCESS_URL',
  'STRIPE_CANCEL_URL',
] as const;

const paymentEnv = topic('Payments', {
  PAYMENT_REQUIRED: flag()
    .default(false)
    .describe('Whether orders that do not say so are to be paid before they are served.'),
  PAYMENT_WINDOW_MS: milliseconds({ min: 1000 })
    .default(1_800_000)
    .describe('How long a customer has to pay once the stock is held; after that the order is cancelled.'),
  PAYMENT_PROVIDER: z
    .enum(['manual', 'stripe'])
    .default('manual')
    .describe("Where customers pay: on a page of the shop's own, or at Stripe Checkout."),
  PAYMENT_LINK_TEMPLATE: linkTemplate()
    .default('http://localhost:3001/orders/{orderId}?amount={amount}&currency={currency}')
    .describe('With `manual`, the address of that page; `{orderId}` has to be in it.'),
  PAYMENT_POLL_INTERVAL_MS: milliseconds()
    .default(1000)
    .describe('How often to look for links to make and for payments that are overdue.'),
  PAYMENT_LINK_CONCURRENCY: int({ min: 1, max: 100 })
    .default(10)
    .describe('How many links one process asks for at once.'),
  PAYMENT_LINK_RETRY_BASE_MS: milliseconds()
    .default(1000)
    .describe('How long after the first failure a link is asked for again; twice as long after each more.'),
  PAYMENT_LINK_RETRY_MAX_MS: milliseconds().default(60_000).describe('How long after any failure, at most.'),
});

const stripeEnv = topic('Stripe', {
  STRIPE_SECRET_KEY: confidential(z.string()).describe(
    'The key of the account. It and the next three are required with `PAYMENT_PROVIDER=stripe`.',
  ),
  STRIPE_WEBHOOK_SECRET: confidential(z.string()).describe('What webhooks are signed with.'),
  STRIPE_SUCCESS_URL: url('http', 'https')
    .optional()
    .describe('Where the customer is sent who has paid; may contain `{orderId}`.'),
  STRIPE_CANCEL_URL: url('http', 'https')
    .optional()
    .describe('Where the customer is sent who has not; may contain `{orderId}`.'),
  STRIPE_API_BASE: url('http', 'https').optional().describe("Instead of Stripe's own address."),
  STRIPE_TIMEOUT_MS: milliseconds().default(10_000).describe('How long one request may take.'),
  STRIPE_MAX_NETWORK_RETRIES: int({ max: 10 })
    .default(2)
    .describe('How often a request is repeated at once that did not get through.'),
  STRIPE_WEBHOOK_TOLERANCE_S: int({ min: 1, max: 3600 })
    .default(300)
    .describe('How old the signature of a webhook may be.'),
});

const orderEnv = topic('Orders', {
  PRICE_LOOKUP_TIMEOUT_MS: milliseconds()
    .default(1_000)
    .describe('How long inventory may take to answer for products not heard of yet.'),
  PRICE_LOOKUP_CONCURRENCY: int({ min: 1, max: 1_000 })
    .default(10)
    .describe('How many such questions of one process may be under way at once.'),
  PRICE_LOOKUP_FAILURE_PERCENT: int({ min: 1, max: 99 })
    .default(50)
    .describe('Above this share of questions without an answer no more are asked for a while.'),
  PRICE_LOOKUP_RESET_MS: milliseconds().default(5_000).describe('How long that while is.'),
  EVENT_STREAMS_MAX: int({ min: 0, max: 100_000 })
    .default(1000)
    .describe('How many streams of events (`GET /orders/events`) one process keeps open at a time.'),
  PENDING_ORDERS_MAX: int({ min: 1, max: 10_000_000 })
    .default(100_000)
    .describe(
      'How many orders may be undecided before new ones are refused: more than a broker away for minutes leaves.',
    ),
});

/** The environment that the order service reads. */
export const orderServiceEnv = z
  .object({
    ...serviceEnv,
    PORT: serviceEnv.PORT.default(3001),

    ...paymentEnv,
    ...stripeEnv,
    ...orderEnv,
  })
  .check(({ value, issues }) => {
    if (value.PAYMENT_PROVIDER !== 'stripe') return;
    for (const name of NEEDED_BY_STRIPE.filter((variable) => value[variable] === undefined)) {
      const message = 'is required when PAYMENT_PROVIDER is stripe';
      issues.push({ code: 'custom', message, path: [name], input: undefined });
    }
  });
export type OrderServiceConfig = z.output<typeof orderServiceEnv>;
