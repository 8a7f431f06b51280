import type { SubscriptionAdded } from '@app/contracts';
import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { KnownCustomer } from '../../notifications/domain/known-customer.js';
import {
  KNOWN_CUSTOMER,
  knownCustomerFrom,
  type KnownCustomerRow,
} from '../../notifications/persistence/known-customer.row.js';

/** A subscription that has ended because its product can be had again. */
export interface Fulfilled {
  readonly subscriptionId: string;
  readonly productId: string;
  readonly customerId: string | null;
  readonly customer: KnownCustomer;
}

interface FulfilledRow extends KnownCustomerRow {
  readonly subscription_id: string;
  readonly product_id: string;
  readonly customer_id: string | null;
}

const FULFIL = `
  WITH asked AS (
    DELETE FROM stock_subscriptions WHERE subscription_id IN (
      SELECT subscription_id FROM stock_subscriptions WHERE product_id = ANY ($1)
      ORDER BY created_at, subscription_id LIMIT $2)
    RETURNING subscription_id, product_id, email, NULL::text AS phone, customer_id, created_at)
  SELECT asked.subscription_id, asked.product_id, asked.customer_id, ${KNOWN_CUSTOMER}
  FROM asked LEFT JOIN contacts c ON c.customer_id = asked.customer_id
  ORDER BY asked.created_at, asked.subscription_id`;

/** Who wants to be told once when which product can be had again. */
@Injectable()
export class StockSubscriptionRepository {
  async remember(tx: Tx, added: readonly SubscriptionAdded[]): Promise<void> {
    await tx.query(
      `INSERT INTO stock_subscriptions (subscription_id, product_id, email, customer_id, created_at)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[])
       ON CONFLICT (subscription_id) DO NOTHING`,
      [
        added.map(({ data }) => data.subscriptionId),
        added.map(({ data }) => data.productId),
        added.map(({ data }) => data.email ?? null),
        added.map(({ data }) => data.customerId ?? null),
        added.map(({ time }) => time),
      ],
    );
  }

  async forget(tx: Tx, subscriptionIds: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM stock_subscriptions WHERE subscription_id = ANY ($1::uuid[])', [
      subscriptionIds,
    ]);
  }

  /** Ends at most `limit` subscriptions to the products, of those who asked first before the others. */
  async fulfil(tx: Tx, productIds: readonly string[], limit: number): Promise<Fulfilled[]> {
    const rows = await tx.query<FulfilledRow>(FULFIL, [productIds, limit]);
    return rows.map((row) => ({
      subscriptionId: row.subscription_id,
      productId: row.product_id,
      customerId: row.customer_id,
      customer: knownCustomerFrom(row),
    }));
  }
}
