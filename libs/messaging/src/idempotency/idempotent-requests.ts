import type { Cause } from '@app/contracts';
import { Injectable } from '@nestjs/common';
import { Transactions } from '../transaction/transactions.js';
import type { Tx } from '../transaction/tx.js';
import { type Answer, type IdempotentRequest, onceEach } from './stored-answers.js';

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
      const [outcome] = await onceEach(tx, [{ repeatable: request }], async () => [
        { value: await work(tx) },
      ]);
      if (!outcome || 'refusal' in outcome) throw outcome?.refusal;
      return outcome.value;
    });
  }
}
