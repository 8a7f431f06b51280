import { prepared, type Queryable, textArray, type Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import { type Leases, NO_LEASES } from '../../sending/domain/leases.js';
import { NotificationNotFound } from '../domain/notification.errors.js';
import type { NewNotification, Notification } from '../domain/notification.js';
import { NOTIFICATION_COLUMNS, notificationFrom, type NotificationRow } from './notification.row.js';

// A lease begins when the row is stored, not when its transaction has begun: that may have waited for locks since.
const INSERT = prepared(
  `INSERT INTO notifications
     (id, event_id, kind, channel, recipient, subject, message, letter, metadata, cause, status, error, lease,
      next_attempt_at)
   SELECT id, event_id, kind, channel, recipient, subject, message, letter::json, metadata::jsonb, cause::jsonb,
          CASE WHEN lease IS NULL THEN status ELSE 'SENDING' END, error, lease,
          CASE WHEN lease IS NOT NULL THEN clock_timestamp() + make_interval(secs => $15)
               WHEN status = 'PENDING' THEN coalesce(not_before, now()) END
   FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
               $9::text[], $10::text[], $11::text[], $12::text[], $13::timestamptz[], $14::uuid[])
        AS n (id, event_id, kind, channel, recipient, subject, message, letter, metadata, cause, status, error, not_before,
              lease)
   ON CONFLICT (event_id, kind, channel, coalesce(recipient, '')) DO NOTHING
   RETURNING id`,
);

/** Notifications one by one, and the way in for any number of them. */
@Injectable()
export class NotificationRepository {
  /**
   * Stores new ones, and gives the ids of those that it has stored; one that its event has led to before, of that kind and
   * for that recipient, is left out.
   */
  async insert(
    tx: Tx,
    notifications: readonly NewNotification[],
    leases: Leases = NO_LEASES,
  ): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(INSERT, [
      notifications.map(({ id }) => id),
      notifications.map(({ eventId }) => eventId),
      notifications.map(({ kind }) => kind),
      notifications.map(({ channel }) => channel),
      notifications.map(({ recipient }) => recipient),
      textArray(notifications.map(({ message }) => message.subject)),
      textArray(notifications.map(({ message }) => message.text)),
      textArray(notifications.map(({ message }) => (message.letter ? JSON.stringify(message.letter) : null))),
      textArray(notifications.map(({ metadata }) => JSON.stringify(metadata))),
      textArray(notifications.map(({ cause }) => JSON.stringify(cause))),
      notifications.map(({ status }) => status),
      notifications.map(({ error }) => error),
      notifications.map(({ notBefore }) => notBefore),
      notifications.map(({ id }) => leases.born.get(id)?.lease ?? null),
      leases.ms / 1000,
    ]);
    return rows.map(({ id }) => id);
  }

  /** Throws `NotificationNotFound`. */
  async get(db: Queryable, id: string): Promise<Notification> {
    const sql = `SELECT ${NOTIFICATION_COLUMNS} FROM notifications WHERE id = $1`;
    const [row] = await db.query<NotificationRow>(sql, [id]);
    if (!row) throw new NotificationNotFound(id);
    return notificationFrom(row);
  }

  /** Makes a failed one due again, with as many attempts as a new one has; undefined if there is none that failed. */
  async reopen(tx: Tx, id: string): Promise<Notification | undefined> {
    const rows = await tx.query<NotificationRow>(
      `UPDATE notifications SET status = 'PENDING', next_attempt_at = now(), attempts_forgiven = attempts,
              updated_at = now()
       WHERE id = $1 AND status = 'FAILED' RETURNING ${NOTIFICATION_COLUMNS}`,
      [id],
    );
    return rows.map(notificationFrom)[0];
  }
}
