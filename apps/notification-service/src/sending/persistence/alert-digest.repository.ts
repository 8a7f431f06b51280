import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';

// The alerts that the events $1 have just led to, with what was last sent or held about the same product.
const FRESH = `
  SELECT n.*, d.product_id, d.notification_id AS last_id, d.alerts
  FROM notifications n
  JOIN alert_digests d ON (d.product_id, d.channel, d.recipient) = (n.metadata ->> 'productId', n.channel, n.recipient)
  WHERE n.event_id = ANY ($1::uuid[]) AND n.kind = 'low-stock' AND n.status = 'PENDING'
    AND n.id IS DISTINCT FROM d.notification_id`;

/** The last alert of each product to each recipient, and how many it stands for. */
@Injectable()
export class AlertDigestRepository {
  /** From here to the end of the transaction nobody else decides about the same products. */
  async lock(tx: Tx, eventIds: readonly string[]): Promise<void> {
    await tx.query(
      `INSERT INTO alert_digests (product_id, channel, recipient)
       SELECT metadata ->> 'productId', channel, recipient FROM notifications
       WHERE event_id = ANY ($1::uuid[]) AND kind = 'low-stock' AND status = 'PENDING'
       ORDER BY 1, 2, 3
       ON CONFLICT (product_id, channel, recipient) DO UPDATE SET alerts = alert_digests.alerts`,
      [eventIds],
    );
  }

  /** Where an alert still waits for its first attempt it tells the latest instead, and the new one is skipped. */
  async mergeIntoHeld(tx: Tx, eventIds: readonly string[]): Promise<void> {
    await tx.query(
      `WITH fresh AS (${FRESH}),
       held AS (
         UPDATE notifications h SET
           subject = fresh.subject || ' (' || fresh.alerts + 1 || '×)', message = fresh.message, letter = fresh.letter,
           metadata = fresh.metadata || jsonb_build_object('alerts', fresh.alerts + 1), updated_at = now()
         FROM fresh WHERE h.id = fresh.last_id AND h.status = 'PENDING' AND h.attempts = 0
         RETURNING h.id, fresh.id AS merged_id),
       counted AS (
         UPDATE alert_digests d SET alerts = d.alerts + 1 FROM held WHERE d.notification_id = held.id)
       UPDATE notifications n SET status = 'SKIPPED', next_attempt_at = NULL, updated_at = now(),
              error = 'digest: told by notification ' || held.id
       FROM held WHERE n.id = held.merged_id`,
      [eventIds],
    );
  }

  /** All others wait until the last alert of the product is `apartMs` old. One that failed keeps nobody waiting. */
  async holdOthers(tx: Tx, eventIds: readonly string[], apartMs: number): Promise<void> {
    await tx.query(
      `WITH fresh AS (${FRESH}),
       held AS (
         UPDATE notifications n SET next_attempt_at = greatest(now(), CASE
           WHEN last.status = 'SENT' THEN last.sent_at + make_interval(secs => $2)
           WHEN last.status IN ('PENDING', 'SENDING') THEN now() + make_interval(secs => $2)
           ELSE now() END)
         FROM fresh LEFT JOIN notifications last ON last.id = fresh.last_id
         WHERE n.id = fresh.id
         RETURNING n.id, fresh.product_id, n.channel, n.recipient)
       UPDATE alert_digests d SET notification_id = held.id, alerts = 1
       FROM held WHERE (d.product_id, d.channel, d.recipient) = (held.product_id, held.channel, held.recipient)`,
      [eventIds, apartMs / 1000],
    );
  }
}
