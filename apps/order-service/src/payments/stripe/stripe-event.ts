import { currency, transactionId } from '@app/contracts';
import { z } from 'zod';
import type { CollectedPayment } from '../domain/payment-provider.js';
import { UnreadableWebhook } from '../domain/payment-provider.errors.js';
import { fromStripeAmount } from './stripe-amount.js';

const PAID = new Set(['checkout.session.completed', 'checkout.session.async_payment_succeeded']);

const event = z.object({ type: z.string(), data: z.object({ object: z.unknown() }) });

/** A session that we have made; those of others that use the same account have other metadata or none. */
const ourSession = z.object({ metadata: z.object({ orderId: z.uuid(), tenant: z.string().min(1) }) });

const named = z.union([transactionId, z.object({ id: transactionId }).transform(({ id }) => id)]);

const paidSession = z.object({
  id: transactionId,
  payment_status: z.string(),
  payment_intent: named.nullish(),
  amount_total: z.int().min(0),
  currency: z
    .string()
    .transform((code) => code.toUpperCase())
    .pipe(currency),
});

/**
 * The payment that a verified event tells of; `undefined` if it tells of none, or not of one of ours. Throws
 * `UnreadableWebhook` if it should tell of one and does not.
 */
export function paymentInEvent(body: unknown): CollectedPayment | undefined {
  const { type, data } = read(event, body);
  if (!PAID.has(type)) return undefined;
  const ours = ourSession.safeParse(data.object);
  if (!ours.success) return undefined;

  const session = read(paidSession, data.object);
  if (session.payment_status !== 'paid') return undefined;
  const money = fromStripeAmount(session.amount_total, session.currency);
  if (money === undefined) throw new UnreadableWebhook();
  const { orderId, tenant } = ours.data.metadata;
  return { orderId, tenant, transactionId: session.payment_intent ?? session.id, ...money };
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new UnreadableWebhook();
  return result.data;
}
