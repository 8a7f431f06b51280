import { flag, int, milliseconds, serviceEnv } from '@app/platform';
import { z } from 'zod';
import { problemWith } from './payments/manual/link-template.js';

const webAddress = () =>
  z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: 'must be a URL that starts with http:// or https://',
  });

const linkTemplate = () =>
  z.string().check((context) => {
    const problem = problemWith(context.value);
    if (problem !== undefined)
      context.issues.push({ code: 'custom', message: problem, input: context.value });
  });

// What Stripe Checkout cannot do without.
const NEEDED_BY_STRIPE = [
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'STRIPE_SUCCESS_URL',
  'STRIPE_CANCEL_URL',
] as const;

/** The environment that the order service reads. */
export const orderServiceEnv = z
  .object({
    ...serviceEnv,
    PORT: serviceEnv.PORT.default(3001),

    PAYMENT_REQUIRED: flag().default(false),
    PAYMENT_WINDOW_MS: milliseconds({ min: 1000 }).default(1_800_000),
    PAYMENT_PROVIDER: z.enum(['manual', 'stripe']).default('manual'),
    PAYMENT_LINK_TEMPLATE: linkTemplate().default(
      'http://localhost:3001/orders/{orderId}?amount={amount}&currency={currency}',
    ),
    PAYMENT_POLL_INTERVAL_MS: milliseconds().default(1000),
    PAYMENT_LINK_CONCURRENCY: int({ min: 1, max: 100 }).default(10),
    PAYMENT_LINK_RETRY_BASE_MS: milliseconds().default(1000),
    PAYMENT_LINK_RETRY_MAX_MS: milliseconds().default(60_000),

    STRIPE_SECRET_KEY: z.string().optional(),
    STRIPE_WEBHOOK_SECRET: z.string().optional(),
    STRIPE_API_BASE: webAddress().optional(),
    STRIPE_SUCCESS_URL: webAddress().optional(),
    STRIPE_CANCEL_URL: webAddress().optional(),
    STRIPE_TIMEOUT_MS: milliseconds().default(10_000),
    STRIPE_MAX_NETWORK_RETRIES: int({ max: 10 }).default(2),
    STRIPE_WEBHOOK_TOLERANCE_S: int({ min: 1, max: 3600 }).default(300),

    /** How long inventory may take to answer for products that we have not heard of. */
    PRICE_LOOKUP_TIMEOUT_MS: milliseconds().default(1_000),
    /** How many such questions may be under way at once. */
    PRICE_LOOKUP_CONCURRENCY: int({ min: 1, max: 1_000 }).default(10),
    /** Above this share of questions without an answer, in percent, no more are asked for a while. */
    PRICE_LOOKUP_FAILURE_PERCENT: int({ min: 1, max: 99 }).default(50),
    /** How long that while is. */
    PRICE_LOOKUP_RESET_MS: milliseconds().default(5_000),
    EVENT_STREAMS_MAX: int({ min: 0, max: 100_000 }).default(1000),
    /** How many orders may be undecided before new ones are refused: more than a broker away for minutes leaves. */
    PENDING_ORDERS_MAX: int({ min: 1, max: 10_000_000 }).default(100_000),
  })
  .check(({ value, issues }) => {
    if (value.PAYMENT_PROVIDER !== 'stripe') return;
    for (const name of NEEDED_BY_STRIPE.filter((variable) => value[variable] === undefined)) {
      const message = 'is required when PAYMENT_PROVIDER is stripe';
      issues.push({ code: 'custom', message, path: [name], input: undefined });
    }
  });
export type OrderServiceConfig = z.output<typeof orderServiceEnv>;
