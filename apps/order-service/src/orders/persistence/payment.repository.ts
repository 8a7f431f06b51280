import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import { TransactionUsed } from '../domain/order-payment.errors.js';
import type { Received } from '../domain/refunds.js';

/** What was paid, each transaction once. */
@Injectable()
export class PaymentRepository {
  /** Records a payment of the order; one that is on record already changes nothing. Throws `TransactionUsed`. */
  async record(
    tx: Tx,
    orderId: string,
    { transactionId, amount, currency }: Received,
    at: Date,
  ): Promise<void> {
    const parameters = [transactionId, orderId, amount, currency];
    const recorded = await tx.query(
      `INSERT INTO payments (transaction_id, order_id, amount_minor, currency, received_at)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (transaction_id) DO NOTHING RETURNING transaction_id`,
      [...parameters, at],
    );
    if (recorded.length > 0) return;
    const same = await tx.query(
      `SELECT FROM payments
       WHERE transaction_id = $1 AND order_id = $2 AND amount_minor = $3 AND currency = $4`,
      parameters,
    );
    if (same.length === 0) throw new TransactionUsed();
  }
}
