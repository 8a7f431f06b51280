import { stamp, type Cause, type DomainEvent, type EventDraft } from '@app/contracts';
import { Clock, newId } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { Broker } from '../connection/broker.js';
import { asDatabaseFailure, DependencyUnavailable, isContention, isOutage } from '../database/failures.js';
import { announced, type OutboxRow } from '../outbox/outbox.js';
import { OutboxRelay } from '../outbox/outbox-relay.js';
import { Creations } from '../tracing/creations.js';
import { Store } from './store.js';
import type { PipelineTx, Queryable } from './tx.js';

const CONTENTION_ATTEMPTS = 5;

/**
 * Opens transactions. What `work` stores and what it publishes is committed together or not at all. After a deadlock
 * or a serialisation failure `work` runs again, so it must have no effect outside its transaction.
 * Rejects with `DependencyUnavailable` when the database cannot be reached, with `UnknownTenant`, or as `work` does.
 */
@Injectable()
export class Transactions {
  constructor(
    private readonly store: Store,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
    private readonly broker: Broker,
  ) {}

  /** Runs `work` for the tenant of `cause`, which is also the cause of every event that names no other. */
  async run<T>(cause: Cause, work: (tx: PipelineTx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(cause, work);
      } catch (error) {
        if (attempt === CONTENTION_ATTEMPTS || !isContention(error)) throw error;
      }
    }
  }

  /** The tenant's database outside a transaction: each statement sees what is committed when it starts. */
  reader(tenant: string): Queryable {
    const db = this.store.reader(tenant);
    return {
      query: (sql, parameters) =>
        db.query<never>(sql, parameters).catch((error: unknown) => {
          throw asDatabaseFailure(error);
        }),
    };
  }

  private async attempt<T>(cause: Cause, work: (tx: PipelineTx) => Promise<T>): Promise<T> {
    const tx = await this.store.begin(cause.tenant);
    const creations = new Creations();
    let outgoing: readonly OutboxRow[];
    let result: T;
    let leased: boolean;
    try {
      // crash point transaction-begun: a transaction is open, and no work is done in it
      result = await work(tx);
      outgoing = [...tx.published.map((draft) => this.rowOf(draft, cause, creations)), ...tx.forwarded];
      leased = this.relay.hasRoomFor(outgoing.length);
      if (outgoing.length > 0) {
        await tx.append(outgoing, leased);
        // crash point transaction-before-commit: what is announced is stored with all else in the commit, which has not been sent
      }
      await tx.commit();
    } catch (error) {
      const intact = await tx.rollBack();
      for (const hint of tx.hintsIfUndone) hint();
      throw intact && !isOutage(error) ? error : new DependencyUnavailable('database', { cause: error });
    } finally {
      await tx.release();
    }
    creations.committed();
    this.relay.offer(cause.tenant, outgoing, leased);
    for (const hint of tx.hints) hint();
    return result;
  }

  private rowOf(draft: EventDraft, cause: Cause, creations: Creations): OutboxRow {
    const { tenant, correlationid, causationid, traceparent, tracestate } = draft.cause ?? cause;
    const event: DomainEvent = stamp(draft, {
      id: newId(),
      time: this.clock.now(),
      cause: { tenant, correlationid, causationid, traceparent, tracestate },
    });
    const exchange = this.broker.topology.events;
    return announced(creations.traced(event, exchange), exchange);
  }
}
