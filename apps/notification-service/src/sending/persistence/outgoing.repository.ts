import type { Channel as ChannelName } from '@app/contracts';
import type { Tx } from '@app/messaging';
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

/** Notifications on their way out. The database's clock rules, so that all instances agree on what is due. */
@Injectable()
export class OutgoingRepository {
  /**
   * Takes what is due, longest due first; no two claims get the same before a lease ends. Whoever held it until then has
   * most likely died, so it is due again like any other.
   */
  async claim(tx: Tx, { channel, limit, lease, leaseMs }: Claim): Promise<Claimed[]> {
    return tx.query<Claimed>(
      // Materialized, so that the limit holds however the update is planned.
      `WITH due AS MATERIALIZED (
         SELECT id FROM notifications
         WHERE channel = $1 AND status IN ('PENDING', 'SENDING') AND next_attempt_at <= now()
         ORDER BY next_attempt_at, id LIMIT $2 FOR UPDATE SKIP LOCKED)
       UPDATE notifications n SET status = 'SENDING', lease = $3, updated_at = now(),
              next_attempt_at = now() + make_interval(secs => $4)
       FROM due WHERE n.id = due.id
       RETURNING n.id, n.lease, n.recipient, n.subject, n.message, n.html,
                 n.attempts - n.attempts_forgiven AS attempts`,
      [channel, limit, lease, leaseMs / 1000],
    );
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
}
