import type { Cause } from '@app/contracts';
import { Injectable } from '@nestjs/common';
import { Transactions } from '../transaction/transactions.js';
import type { Tx } from '../transaction/tx.js';
import { IdempotencyInProgress, IdempotencyKeyReused } from './idempotency.errors.js';

/** A request that its sender may repeat without repeating its effect. */
export interface IdempotentRequest {
  /** The `Idempotency-Key` as sent. */
  readonly key: string;
  /** What the key is good for: route and principal, as `POST /orders 0190…`. */
  readonly scope: string;
  /** Hash of the canonical body. */
  readonly fingerprint: string;
}

/** What came of a request, now or the first time. */
export interface Answer<T> {
  readonly value: T;
  readonly replayed: boolean;
}

/**
 * Runs a request's work at most once per key: the answer is stored in the transaction of the work, so there is never
 * the one without the other. Work that fails stores nothing and may be tried again with the same key.
 * Keys are kept for at least 24 hours. The value must survive JSON.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
@Injectable()
export class IdempotentRequests {
  constructor(private readonly transactions: Transactions) {}

  /** @throws {IdempotencyKeyReused} when the key came with another body before
   *  @throws {IdempotencyInProgress} when another request with the key is running, here or in another instance */
  run<T>(
    cause: Cause,
    request: IdempotentRequest | undefined,
    work: (tx: Tx) => Promise<T>,
  ): Promise<Answer<T>> {
    return this.transactions.run(cause, async (tx) => {
      if (!request) return { value: await work(tx), replayed: false };
      const stored = await find<T>(tx, request);
      if (stored) return { value: stored.response, replayed: true };
      const value = await work(tx);
      // crash point idempotency-before-key: the work of a request is done in a transaction that has not stored its key
      await tx.query(
        'INSERT INTO idempotency_keys (scope, key, fingerprint, response) VALUES ($1, $2, $3, $4)',
        [request.scope, request.key, request.fingerprint, JSON.stringify(value)],
      );
      // crash point idempotency-key-stored: the work of a request and its key are stored, and not committed
      return { value, replayed: false };
    });
  }
}

async function find<T>(
  tx: Tx,
  { scope, key, fingerprint }: IdempotentRequest,
): Promise<{ response: T } | undefined> {
  // Held until the transaction ends, also by a crash. Asking for it, instead of waiting at the unique index, is what
  // lets us answer that the first request is still running.
  const [lock] = await tx.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS taken',
    [`${scope}\n${key}`],
  );
  if (!lock?.taken) throw new IdempotencyInProgress();
  const [stored] = await tx.query<{ response: T; fingerprint: string }>(
    'SELECT response, fingerprint FROM idempotency_keys WHERE scope = $1 AND key = $2',
    [scope, key],
  );
  if (stored && stored.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
  return stored;
}
