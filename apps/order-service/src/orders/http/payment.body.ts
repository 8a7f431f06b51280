import { currency, toMinor, transactionId } from '@app/contracts';
import { z } from 'zod';
import type { ReceivedPayment } from '../domain/order-payment.js';

/** Body of `POST /orders/:id/payment-received`. */
export const paymentBody = z
  .strictObject({
    transactionId,
    amount: z.number().min(0).meta({ description: 'A decimal number of the currency.' }),
    currency,
  })
  .refine(({ amount, currency: code }) => toMinor(amount, code) !== undefined, {
    path: ['amount'],
    error: 'is not an exact amount of the currency',
  })
  .meta({ example: { transactionId: 'bank-2026-000317', amount: 59.98, currency: 'EUR' } });
export type PaymentBody = z.output<typeof paymentBody>;

/** The payment that a body reports. */
export const paymentIn = ({ transactionId: id, amount, currency: code }: PaymentBody): ReceivedPayment => ({
  transactionId: id,
  amount: toMinor(amount, code) ?? 0,
  currency: code,
  collected: false,
});

/** Body of `POST /orders/:id/complete`. */
export const completeOrderBody = z
  .strictObject({
    transactionId: transactionId
      .optional()
      .meta({ description: 'The payment that settled it; of a paid order, the one it was paid by.' }),
  })
  .meta({ example: { transactionId: 'bank-2026-000317' } });
export type CompleteOrderBody = z.output<typeof completeOrderBody>;
