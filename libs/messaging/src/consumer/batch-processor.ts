import type { DomainEvent } from '@app/contracts';
import { newId, within } from '@app/platform';
import { byType } from '../ordering/admission.js';
import { sequence } from '../ordering/sequencer.js';
import type { TextOf } from '../ordering/inbox.js';
import type { Inbound } from '../topology/topology.js';
import { Processing } from '../tracing/processing.js';
import type { Transactions } from '../transaction/transactions.js';
import type { PipelineTx, Tx } from '../transaction/tx.js';
import { read, type Delivery, type ReadDelivery } from './delivery.js';
import type { EventBatch } from './handles-event.js';
import type { Outage, Patience } from './outage.js';
import type { Failure, RetryLadder } from './retry-ladder.js';
import { classify } from './verdict.js';

/** Runs the handler of a contract; nothing happens for a contract without one. */
export type Dispatch = (type: string, batch: EventBatch<DomainEvent>, tx: Tx) => Promise<void>;

/** What a batch that was committed came to. */
export interface CommittedBatch {
  readonly events: number;
  readonly repeated: number;
  readonly parked: number;
  /** From the begin of its transaction to its commit. */
  readonly seconds: number;
  /** When its first event was announced, as the event has it. */
  readonly since: string;
}

/** Told of every batch that was committed, and of each time that others held one up. */
export interface BatchCounter {
  heldUp(queue: string): void;
  handled(queue: string, batch: CommittedBatch): void;
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
    await Promise.all(
      unreadable.map(({ delivery, violation }) =>
        this.ladder.fail({ delivery }, violation, 'permanent', signal),
      ),
    );
    for (const ofTenant of byTenant(events)) await this.handle(ofTenant, signal);
  }

  private async handle(
    deliveries: readonly ReadDelivery[],
    signal: AbortSignal,
    patience = this.outage.patience(),
  ): Promise<void> {
    const traced = Processing.of(this.inbound.queue, deliveries);
    try {
      await within(traced, () => this.commit(deliveries, traced));
    } catch (error) {
      traced?.failed(error);
      return within(traced, () => this.recover(deliveries, error, signal, patience));
    }
    // crash point consumer-before-ack: a batch is committed, and none of it is acknowledged
    for (const { delivery } of deliveries) {
      delivery.ack();
      // crash point (written) consumer-between-acks: the first event of a batch is acknowledged, and the others are not
    }
    // crash point (written) consumer-after-acks: a batch is committed and acknowledged
  }

  private async commit(deliveries: readonly ReadDelivery[], traced?: Processing): Promise<void> {
    const started = performance.now();
    const events = deliveries.map(({ event }) => event);
    const { subscription, queue } = this.inbound;
    const cause = { tenant: events[0]?.tenant ?? '', correlationid: newId() };
    const admission = await this.transactions.run(cause, async (tx) => {
      const admitted = await sequence(tx, events, {
        stream: subscription.stream.name,
        queue,
        textOf: textsOf(deliveries),
      });
      for (const round of admitted.rounds) {
        // crash point consumer-before-round: the streams have moved on, and a round of handlers is about to run
        await this.handleRound(traced?.entered(round) ?? round, tx);
      }
      return admitted;
    });
    traced?.handled(admission);
    const { early, repeated } = admission;
    const counts = { events: events.length, repeated: repeated.length, parked: early.length };
    const seconds = (performance.now() - started) / 1000;
    this.counter.handled(queue, { ...counts, seconds, since: events[0]?.time ?? '' });
  }

  private async handleRound(round: readonly DomainEvent[], tx: PipelineTx): Promise<void> {
    for (const [type, batch] of byType(round)) await this.dispatch(type, batch, tx);
  }

  /**
   * Holds a batch while the database is away, repeats one that others held up, and halves any other until the culprit
   * stands alone, so that its neighbours commit without it.
   */
  private async recover(
    deliveries: readonly ReadDelivery[],
    error: unknown,
    signal: AbortSignal,
    patience: Patience,
  ): Promise<void> {
    const [first] = deliveries;
    if (!first || signal.aborted) return;
    const verdict = classify(error);
    if (verdict === 'outage') {
      await this.outage.over(first.event.tenant, error, signal);
      return this.handleUnless(signal, deliveries, patience);
    }
    if (verdict === 'held-up') {
      this.counter.heldUp(this.inbound.queue);
      if (await patience.lasts(error, signal)) return this.handleUnless(signal, deliveries, patience);
    }
    if (deliveries.length === 1) {
      const failure = await this.ladder.fail(first, error, verdict, signal);
      return failure && this.remember(first.event, failure);
    }
    const middle = Math.ceil(deliveries.length / 2);
    await this.handle(deliveries.slice(0, middle), signal, patience);
    await this.handle(deliveries.slice(middle), signal, patience);
  }

  /** As well as can be: the delivery is settled, and its headers and the log say the same. */
  private async remember(
    { type, subject, sequence: place, tenant, correlationid }: DomainEvent,
    { kind, ...failure }: Failure,
  ): Promise<void> {
    const stream = this.inbound.subscription.stream.name;
    const incident = { stream, subject, sequence: place, kind, detail: { type, ...failure } };
    await this.transactions
      .run({ tenant, correlationid }, (tx) => tx.inbox.note([incident]))
      .catch(() => undefined);
  }

  /** What is unsettled when `signal` has aborted goes back to the broker. */
  private async handleUnless(
    signal: AbortSignal,
    deliveries: readonly ReadDelivery[],
    patience: Patience,
  ): Promise<void> {
    if (!signal.aborted) await this.handle(deliveries, signal, patience);
  }
}

function textsOf(deliveries: readonly ReadDelivery[]): TextOf {
  const arrived = new Map(deliveries.map(({ event, delivery }) => [event, delivery]));
  return (event) => arrived.get(event)?.text ?? JSON.stringify(event);
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
