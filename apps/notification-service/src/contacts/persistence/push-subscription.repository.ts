import type { Queryable, Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { PushSubscription } from '../domain/contact.js';

// Any number that no other lock of two numbers has in this database.
const ENDPOINTS = 7_281;

/** The browsers of customers. Whoever changes those of a customer has locked the customer's entry first. */
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
    await this.lock(tx, customerId, endpoints);
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

  /**
   * Locks the customer's browsers and those that are to be, in one order, so that customers who swap browsers never wait
   * for each other in a circle. By name, for a browser that nobody has is no row yet: two who both add two would each hold
   * one. Others may take browsers from the customer meanwhile, and give none. Then the rows, for whoever forgets those
   * that are gone locks nothing else.
   */
  private async lock(tx: Tx, customerId: string, endpoints: readonly string[]): Promise<void> {
    await tx.query(
      `SELECT pg_advisory_xact_lock(${ENDPOINTS}, name) FROM (
         SELECT DISTINCT hashtext(endpoint) AS name
         FROM (SELECT endpoint FROM push_subscriptions WHERE customer_id = $1 UNION ALL SELECT unnest($2::text[])) AS e
         ORDER BY name) AS names`,
      [customerId, endpoints],
    );
    await tx.query(
      `SELECT 1 FROM push_subscriptions WHERE customer_id = $1 OR endpoint = ANY ($2::text[])
       ORDER BY endpoint FOR UPDATE`,
      [customerId, endpoints],
    );
  }
}
