import type { Queryable, Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { PushSubscription } from '../domain/contact.js';

/** The browsers of customers. */
@Injectable()
export class PushSubscriptionRepository {
  /** The keys of a subscription, undefined if nobody has it any more. */
  async keysOf(db: Queryable, endpoint: string): Promise<PushSubscription['keys'] | undefined> {
    const rows = await db.query<PushSubscription['keys']>(
      'SELECT p256dh, auth FROM push_subscriptions WHERE endpoint = $1',
      [endpoint],
    );
    return rows[0];
  }

  /** Makes these the customer's only ones; a browser that was another customer's is this one's from now on. */
  async replace(tx: Tx, customerId: string, subscriptions: readonly PushSubscription[]): Promise<void> {
    const endpoints = subscriptions.map(({ endpoint }) => endpoint);
    // All that this touches, in one order, so that two customers who swap browsers do not wait for each other.
    await tx.query(
      `SELECT 1 FROM push_subscriptions WHERE customer_id = $1 OR endpoint = ANY ($2::text[])
       ORDER BY endpoint FOR UPDATE`,
      [customerId, endpoints],
    );
    await tx.query('DELETE FROM push_subscriptions WHERE customer_id = $1 AND endpoint <> ALL ($2::text[])', [
      customerId,
      endpoints,
    ]);
    await tx.query(
      `INSERT INTO push_subscriptions (endpoint, customer_id, p256dh, auth)
       SELECT endpoint, $1, p256dh, auth FROM unnest($2::text[], $3::text[], $4::text[]) AS s (endpoint, p256dh, auth)
       ORDER BY endpoint
       ON CONFLICT (endpoint) DO UPDATE
       SET customer_id = excluded.customer_id, p256dh = excluded.p256dh, auth = excluded.auth`,
      [
        customerId,
        endpoints,
        subscriptions.map(({ keys }) => keys.p256dh),
        subscriptions.map(({ keys }) => keys.auth),
      ],
    );
  }
}
