import { BackInStock, type EventDraft } from '@app/contracts';
import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import {
  MOST_ADDRESSEES_A_PRODUCT,
  MOST_PRODUCTS_AN_ADDRESSEE,
  type Addressee,
  type Subscription,
} from '../domain/subscription.js';
import { SubscriptionNotFound, TooManySubscriptions } from '../domain/subscription.errors.js';

interface SubscriptionRow {
  readonly subscription_id: string;
  readonly product_id: string;
  readonly email: string | null;
  readonly customer_id: string | null;
  readonly created_at: Date;
}

const COLUMNS = 'subscription_id, product_id, email, customer_id, created_at';

/** Who waits for which product. Whoever reads or writes here has locked the product first. */
@Injectable()
export class SubscriptionRepository {
  /** The subscription of the addressee to the product, if there is one. An address is the same in any case. */
  async of(tx: Tx, productId: string, addressee: Addressee): Promise<Subscription | undefined> {
    const [row] = await tx.query<SubscriptionRow>(
      `SELECT ${COLUMNS} FROM subscriptions WHERE product_id = $1 AND addressee = lower($2)`,
      [productId, nameOf(addressee)],
    );
    return row && subscriptionOf(row);
  }

  /** Throws `TooManySubscriptions` when either side of a new subscription has as many as it may have. */
  async assertRoom(tx: Tx, productId: string, addressee: Addressee): Promise<void> {
    const [row] = await tx.query<{ of_addressee: boolean; of_product: boolean }>(
      `SELECT EXISTS (SELECT FROM subscriptions WHERE addressee = lower($1)
                      OFFSET ${MOST_PRODUCTS_AN_ADDRESSEE - 1}) AS of_addressee,
              EXISTS (SELECT FROM subscriptions WHERE product_id = $2
                      OFFSET ${MOST_ADDRESSEES_A_PRODUCT - 1}) AS of_product`,
      [nameOf(addressee), productId],
    );
    if (row?.of_addressee)
      throw new TooManySubscriptions('The addressee waits for too many products already.');
    if (row?.of_product) throw new TooManySubscriptions('Too many wait for the product already.');
  }

  /** Stores a subscription that is not there yet. */
  async insert(tx: Tx, { subscriptionId, productId, addressee, createdAt }: Subscription): Promise<void> {
    await tx.query(`INSERT INTO subscriptions (${COLUMNS}) VALUES ($1, $2, $3, $4, $5)`, [
      subscriptionId,
      productId,
      'email' in addressee ? addressee.email : null,
      'customerId' in addressee ? addressee.customerId : null,
      createdAt,
    ]);
  }

  /** Ends one subscription, unless it is of another customer than the given one; or throws `SubscriptionNotFound`. */
  async remove(tx: Tx, productId: string, subscriptionId: string, customerId?: string): Promise<void> {
    const removed = await tx.query(
      `DELETE FROM subscriptions
       WHERE subscription_id = $1 AND product_id = $2 AND ($3::uuid IS NULL OR customer_id = $3)
       RETURNING subscription_id`,
      [subscriptionId, productId, customerId ?? null],
    );
    if (removed.length === 0) throw new SubscriptionNotFound(subscriptionId);
  }

  /** Ends all subscriptions to the products that one of the events tells to be back in stock; one statement, or none. */
  end(tx: Tx, events: readonly EventDraft[]): void {
    const back = events.filter(({ contract }) => contract.type === BackInStock.type);
    if (back.length === 0) return;
    tx.write('DELETE FROM subscriptions WHERE product_id = ANY ($1::text[])', [
      back.map(({ subject }) => subject),
    ]);
  }
}

const nameOf = (addressee: Addressee): string =>
  'email' in addressee ? addressee.email : addressee.customerId;

const subscriptionOf = (row: SubscriptionRow): Subscription => ({
  subscriptionId: row.subscription_id,
  productId: row.product_id,
  addressee: row.email === null ? { customerId: row.customer_id ?? '' } : { email: row.email },
  createdAt: row.created_at,
});
