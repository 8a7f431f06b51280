import { randomBytes } from 'node:crypto';
import type { Channel as ChannelName } from '@app/contracts';
import type { Queryable, Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { StoredCause } from '../../notifications/domain/notification.js';
import type { Outcome } from '../domain/outcome-event.js';
import type { Claimed, Settlement } from '../domain/settlement.js';

/** A notification as an attempt has left it. */
export interface Settled extends Omit<Outcome, 'status'> {
  readonly status: Settlement['status'];
  readonly cause: StoredCause;
}

/** What the sender asks for: at most `limit` that are due, held for `leaseMs` under the token `lease`. */
interface Claim {
  readonly channel: ChannelName;
  readonly limit: number;
  readonly lease: string;
  readonly leaseMs: number;
}

/** What is due by one channel. */
export interface Backlog {
  readonly channel: ChannelName;
  readonly due: number;
  readonly oldestSeconds: number;
}

// Wide enough that the longest due of several claims that run at once are all within it.
const windowOf = (limit: number): number => 200 + 10 * limit;
const SPARE_RECIPIENTS = 50;

/** Where to begin among the recipients, in the order of the index `notifications_due_by_recipient`. */
const randomPlace = (): string => randomBytes(4).toString('hex');

// `oldest` is enough unless it is full and most of it is for a few: then others may be due behind it. `places` walks
// from a random one on through the recipients that have anything open, one step in the index each.
const CLAIM = `
  WITH RECURSIVE oldest AS MATERIALIZED (
    SELECT id, recipient, next_attempt_at FROM notifications
    WHERE channel = $1 AND status IN ('PENDING', 'SENDING') AND next_attempt_at <= now()
    ORDER BY next_attempt_at, id LIMIT $5),
  places (place, steps) AS (
    SELECT $6::text, 0
    FROM (SELECT count(*) AS found, count(DISTINCT recipient) AS recipients FROM oldest) AS o
    WHERE o.found = $5 AND 2 * o.recipients < o.found
    UNION ALL
    SELECT coalesce(
             (SELECT left(md5(recipient), 8) FROM notifications
              WHERE channel = $1 AND status IN ('PENDING', 'SENDING') AND left(md5(recipient), 8) > place
              ORDER BY left(md5(recipient), 8) LIMIT 1),
             (SELECT left(md5(recipient), 8) FROM notifications
              WHERE channel = $1 AND status IN ('PENDING', 'SENDING')
              ORDER BY left(md5(recipient), 8) LIMIT 1)),
           steps + 1
    FROM places WHERE steps < $7 AND place IS NOT NULL),
  candidates AS (
    SELECT id, recipient, next_attempt_at FROM oldest
    UNION
    SELECT first.* FROM (SELECT DISTINCT place FROM places WHERE steps > 0) AS others
    CROSS JOIN LATERAL (
      SELECT id, recipient, next_attempt_at FROM notifications
      WHERE channel = $1 AND status IN ('PENDING', 'SENDING') AND next_attempt_at <= now()
        AND left(md5(recipient), 8) = place
      ORDER BY next_attempt_at, id LIMIT 1) AS first),
  ranked AS MATERIALIZED (
    SELECT id, next_attempt_at, row_number() OVER (PARTITION BY recipient ORDER BY next_attempt_at, id) AS rank
    FROM candidates),
  -- Materialized, so that the limit holds however the update is planned.
  due AS MATERIALIZED (
    SELECT n.id FROM notifications n JOIN ranked r ON r.id = n.id
    WHERE n.status IN ('PENDING', 'SENDING') AND n.next_attempt_at <= now()
    ORDER BY r.rank, r.next_attempt_at, r.id LIMIT $2 FOR UPDATE OF n SKIP LOCKED)
  UPDATE notifications n SET status = 'SENDING', lease = $3, updated_at = now(),
         next_attempt_at = now() + make_interval(secs => $4)
  FROM due WHERE n.id = due.id
  RETURNING n.id, n.lease, n.kind, n.recipient, n.subject, n.message, n.letter,
            n.attempts - n.attempts_forgiven AS attempts, n.cause ->> 'traceparent' AS traceparent`;

// In the order of the index `notifications_due`: without one, the planner would read the table and hope to be done soon,
// and finds nothing in all of it for a channel that has nothing due while another has much.
const ALONG_THE_DUE = `
  status IN ('PENDING', 'SENDING') AND next_attempt_at <= now() ORDER BY next_attempt_at, id`;

/** Notifications on their way out. The database's clock rules, so that all instances agree on what is due. */
@Injectable()
export class OutgoingRepository {
  /**
   * Takes what is due: each recipient's longest due before anybody's second, so that a flood for one delays no other. No
   * two claims get the same before a lease ends. Whoever held it until then has most likely died, so it is due again
   * like any other.
   */
  async claim(tx: Tx, { channel, limit, lease, leaseMs }: Claim): Promise<Claimed[]> {
    return tx.query<Claimed>(CLAIM, [
      channel,
      limit,
      lease,
      leaseMs / 1000,
      windowOf(limit),
      randomPlace(),
      limit + SPARE_RECIPIENTS,
    ]);
  }

  /** How many are due, counted up to `limit`. */
  async countDue(db: Queryable, channel: ChannelName, limit: number): Promise<number> {
    const [row] = await db.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (
         SELECT FROM notifications
         WHERE channel = $1 AND ${ALONG_THE_DUE} LIMIT $2) AS due`,
      [channel, limit],
    );
    return row?.count ?? 0;
  }

  /** Prolongs claims that still hold; one that was lost meanwhile stays lost. */
  async renew(tx: Tx, claims: readonly Claimed[], leaseMs: number): Promise<void> {
    await tx.query(
      `UPDATE notifications n SET next_attempt_at = now() + make_interval(secs => $3)
       FROM unnest($1::uuid[], $2::uuid[]) AS c (id, lease) WHERE n.id = c.id AND n.lease = c.lease`,
      [claims.map(({ id }) => id), claims.map(({ lease }) => lease), leaseMs / 1000],
    );
  }

  /** Notes down how attempts went. What is no longer held under the settlement's lease is somebody else's and stays as it is. */
  async settle(tx: Tx, settlements: readonly Settlement[]): Promise<Settled[]> {
    return tx.query<Settled>(
      `UPDATE notifications n SET
         status = s.status,
         attempts = n.attempts + s.counted,
         error = s.error,
         lease = NULL,
         next_attempt_at = CASE WHEN s.status = 'PENDING' THEN now() + make_interval(secs => s.delay_seconds) END,
         sent_at = CASE WHEN s.status = 'SENT' THEN now() END,
         version = n.version + CASE WHEN s.status = 'PENDING' THEN 0 ELSE 1 END,
         updated_at = now()
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::float8[])
            AS s (id, lease, status, counted, error, delay_seconds)
       WHERE n.id = s.id AND n.lease = s.lease
       RETURNING n.id, n.kind, n.channel, n.metadata, n.status, n.error, n.attempts, n.version, n.cause`,
      [
        settlements.map(({ id }) => id),
        settlements.map(({ lease }) => lease),
        settlements.map(({ status }) => status),
        settlements.map(({ counted }) => counted),
        settlements.map(({ error }) => error),
        settlements.map(({ delayMs }) => delayMs / 1000),
      ],
    );
  }

  /** What is due by each channel, counted up to ten thousand. */
  async backlogs(db: Queryable): Promise<Backlog[]> {
    return db.query<Backlog>(
      `SELECT channel, count(next_attempt_at)::int AS due,
              coalesce(extract(epoch FROM now() - min(next_attempt_at)), 0)::float8 AS "oldestSeconds"
       FROM unnest(ARRAY['EMAIL', 'SMS', 'PUSH']) AS c (channel)
       LEFT JOIN LATERAL (
         SELECT next_attempt_at FROM notifications
         WHERE channel = c.channel AND ${ALONG_THE_DUE} LIMIT 10000) AS oldest ON true
       GROUP BY channel`,
    );
  }

  /** Deletes at most `limit` that became final more than `days` days ago; how many it were. */
  async deleteFinal(tx: Tx, days: number, limit: number): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `WITH old AS MATERIALIZED (
         SELECT id FROM notifications
         WHERE status IN ('SENT', 'FAILED', 'SKIPPED') AND updated_at < now() - make_interval(days => $1)
         ORDER BY updated_at LIMIT $2 FOR UPDATE SKIP LOCKED),
       deleted AS (DELETE FROM notifications n USING old WHERE n.id = old.id RETURNING n.id)
       SELECT count(*)::int AS count FROM deleted`,
      [days, limit],
    );
    return row?.count ?? 0;
  }
}
