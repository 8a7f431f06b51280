import type { DomainEvent } from '@app/contracts';
import { newId } from '@app/platform';
import { byType } from '../ordering/admission.js';
import { sequence } from '../ordering/sequencer.js';
import type { Inbound } from '../topology/topology.js';
import type { Transactions } from '../transaction/transactions.js';
import type { PipelineTx, Tx } from '../transaction/tx.js';
import { read, type Delivery, type ReadDelivery } from './delivery.js';
import type { EventBatch } from './handles-event.js';
import type { Outage } from './outage.js';
import type { RetryLadder } from './retry-ladder.js';
import { classify } from './verdict.js';

/** Runs the handler of a contract; nothing happens for a contract without one. */
export type Dispatch = (type: string, batch: EventBatch<DomainEvent>, tx: Tx) => Promise<void>;

/** Told of every batch that was committed. */
export interface BatchCounter {
  handled(queue: string, counts: { events: number; repeated: number; parked: number; seconds: number }): void;
}

/** Takes a batch of deliveries from "arrived" to "settled": sequenced, handled, committed, acknowledged. */
export class BatchProcessor {
  constructor(
    private readonly inbound: Inbound,
    private readonly transactions: Transactions,
    private readonly dispatch: Dispatch,
    private readonly ladder: RetryLadder,
    private readonly outage: Outage,
    private readonly counter: BatchCounter,
  ) {}

  /** Resolves when every delivery is settled, or `signal` has aborted and the rest goes back to the broker. */
  async process(deliveries: readonly Delivery[], signal: AbortSignal): Promise<void> {
    const { events, unreadable } = read(deliveries, this.inbound);
    for (const { delivery, violation } of unreadable)
      await this.ladder.fail({ delivery }, violation, 'permanent', signal);
    for (const ofTenant of byTenant(events)) await this.handle(ofTenant, signal);
  }

  private async handle(deliveries: readonly ReadDelivery[], signal: AbortSignal): Promise<void> {
    try {
      await this.commit(deliveries);
    } catch (error) {
      return this.recover(deliveries, error, signal);
    }
    for (const { delivery } of deliveries) delivery.ack();
  }

  private async commit(deliveries: readonly ReadDelivery[]): Promise<void> {
    const started = performance.now();
    const events = deliveries.map(({ event }) => event);
    const { subscription, queue } = this.inbound;
    const cause = { tenant: events[0]?.tenant ?? '', correlationid: newId() };
    const { early, repeated } = await this.transactions.run(cause, async (tx) => {
      const admission = await sequence(tx, events, { stream: subscription.stream.name, queue });
      for (const round of admission.rounds) await this.handleRound(round, tx);
      return admission;
    });
    const counts = { events: events.length, repeated: repeated.length, parked: early.length };
    this.counter.handled(queue, { ...counts, seconds: (performance.now() - started) / 1000 });
  }

  private async handleRound(round: readonly DomainEvent[], tx: PipelineTx): Promise<void> {
    for (const [type, batch] of byType(round)) await this.dispatch(type, batch, tx);
  }

  /** Halves a failed batch until the culprit stands alone, so that its neighbours commit without it. */
  private async recover(
    deliveries: readonly ReadDelivery[],
    error: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    const [first] = deliveries;
    if (!first || signal.aborted) return;
    const verdict = classify(error);
    if (verdict === 'outage') {
      await this.outage.over(first.event.tenant, error, signal);
      return signal.aborted ? undefined : this.handle(deliveries, signal);
    }
    if (deliveries.length === 1) return this.ladder.fail(first, error, verdict, signal);
    const middle = Math.ceil(deliveries.length / 2);
    await this.handle(deliveries.slice(0, middle), signal);
    await this.handle(deliveries.slice(middle), signal);
  }
}

/** A transaction is on one tenant's database. */
function byTenant(deliveries: readonly ReadDelivery[]): Iterable<ReadDelivery[]> {
  const groups = new Map<string, ReadDelivery[]>();
  for (const delivery of deliveries) {
    const group = groups.get(delivery.event.tenant);
    if (group) group.push(delivery);
    else groups.set(delivery.event.tenant, [delivery]);
  }
  return groups.values();
}
