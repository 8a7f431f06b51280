import { type Clock, WakeUp } from '@app/platform';
import type { Logger } from 'pino';
import type { Outcome, Publisher } from '../connection/publisher.js';
import { Confirmed, type Held } from './confirmed.js';
import type { Outbox, OutboxRow } from './outbox.js';
import { beginSending, endSending } from '../tracing/sendings.js';
import { heldIn, parcelsOf } from './parcels.js';

const BATCH = 500;
// Past this many, rows wait in the database alone: memory stays bounded however long the broker is slow.
const MAX_HELD = 5_000;
const RETRY_AFTER_MS = 1_000;

/** How a relay goes about it. */
export interface RelaySettings {
  /** How often the outbox is looked through for rows that nobody holds, in milliseconds. */
  readonly pollIntervalMs: number;
  /** How many events travel as one message, at most. */
  readonly eventsPerMessage: number;
}

/** Told of every batch that was published, whatever the broker said to it. */
export interface RelayCounter {
  published(batch: { events: number; failed: number; seconds: number }): void;
}

/**
 * Publishes what the outbox holds and forgets it once the broker has confirmed it. Rows that this process has just
 * committed are published from memory; those of a process that died, or that found no room here, by polling.
 * At least once: a crash between confirm and delete publishes again.
 */
export class OutboxRelay {
  private readonly held: Held[] = [];
  private readonly inFlight = new Set<string>();
  private readonly wakeUp: WakeUp;
  private readonly stopping = new AbortController();
  /** Whether the database may hold rows that are nobody's. */
  private backlog = true;
  private lookedAt = 0;
  private readonly confirmed: Confirmed;
  private running: Promise<void> | undefined;

  constructor(
    private readonly outbox: Outbox,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
    private readonly settings: RelaySettings,
    private readonly logger: Logger,
    private readonly counter: RelayCounter,
  ) {
    this.wakeUp = new WakeUp(clock);
    this.confirmed = new Confirmed(outbox, clock, (rows) => this.forget(rows), logger);
  }

  /** Whether rows about to be committed may be leased to this relay and then be offered to it. */
  hasRoomFor(count: number): boolean {
    return this.running !== undefined && this.publisher.isReady && this.held.length + count <= MAX_HELD;
  }

  /** Hands over rows whose commit is certain. Rows that were not leased are only a reason to look. */
  offer(tenant: string, rows: readonly OutboxRow[], leased: boolean): void {
    if (rows.length === 0) return;
    // crash point transaction-committed: events are committed that nobody has in memory
    if (leased) for (const row of rows) this.held.push({ tenant, row });
    else this.backlog = true;
    this.wakeUp.ring();
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Publishes what it still holds, then rests. What is left is in the database for the next relay. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wakeUp.ring();
    await this.running;
    this.running = undefined;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted || (this.held.length > 0 && this.publisher.isReady)) {
      try {
        await this.turn(signal);
      } catch (error) {
        if (signal.aborted) break;
        this.logger.warn({ err: error }, 'outbox relay paused');
        await this.wakeUp.sleep(RETRY_AFTER_MS);
      }
    }
    // crash point relay-stopping: a process that stops has published what it held
    await this.confirmed.removeAll();
  }

  private async turn(signal: AbortSignal): Promise<void> {
    this.confirmed.removeDue();
    if (!this.publisher.isReady) return this.outage(signal);
    // Both in every turn: what others left must not wait until this process has nothing of its own to publish.
    if (!signal.aborted && (this.backlog || this.isTimeToLook())) await this.look();
    if (this.held.length > 0) return this.relay(this.held.splice(0, BATCH));
    if (this.backlog || signal.aborted) return;
    const lookInMs = this.settings.pollIntervalMs - this.sinceLookMs();
    await this.wakeUp.sleep(Math.min(lookInMs, this.confirmed.dueInMs()));
  }

  private async look(): Promise<void> {
    this.lookedAt = this.clock.now().getTime();
    const claimed = await this.claimAny();
    this.backlog = claimed.length > 0;
    // crash point relay-claimed: events are leased from the outbox, and none of them is published
    if (claimed.length > 0) await this.relay(claimed);
  }

  private isTimeToLook(): boolean {
    return this.sinceLookMs() >= this.settings.pollIntervalMs;
  }

  /** Infinite when the clock has been set back since. */
  private sinceLookMs(): number {
    const elapsed = this.clock.now().getTime() - this.lookedAt;
    return elapsed < 0 ? Infinity : elapsed;
  }

  /** The leases of what is held run out while the broker is away, so it is left to the database. */
  private async outage(signal: AbortSignal): Promise<void> {
    this.held.length = 0;
    this.backlog = true;
    await this.confirmed.removeAll();
    await this.publisher.whenReady(signal);
  }

  private async claimAny(): Promise<Held[]> {
    for (const tenant of this.outbox.tenants()) {
      const rows = await this.outbox.claim(tenant, BATCH);
      const fresh = rows.filter(({ id }) => !this.inFlight.has(id));
      if (fresh.length > 0) return fresh.map((row) => ({ tenant, row }));
    }
    return [];
  }

  private async relay(batch: readonly Held[]): Promise<void> {
    for (const { row } of batch) this.inFlight.add(row.id);
    const parcels = parcelsOf(batch, this.settings.eventsPerMessage);
    const began = performance.now();
    // crash point relay-before-publish: a batch is about to be published
    const spans = beginSending(parcels);
    const outcomes = await this.publisher.send(
      parcels.map(({ message }) => message),
      this.stopping.signal,
    );
    endSending(spans, outcomes);
    this.confirmed.add(heldIn(parcels.filter((_, at) => outcomes[at] === 'confirmed')));
    const failed = heldIn(parcels.filter((_, at) => outcomes[at] !== 'confirmed'));
    const seconds = (performance.now() - began) / 1000;
    this.counter.published({ events: batch.length, failed: failed.length, seconds });
    if (failed.length > 0) await this.giveBack(failed, outcomes);
    if (outcomes.includes('returned')) await this.publisher.redeclare();
  }

  /** As well as can be: a row that could not be given back is due when its lease ends. */
  private async giveBack(failed: readonly Held[], outcomes: readonly Outcome[]): Promise<void> {
    const outcome = outcomes.find((one) => one !== 'confirmed');
    this.logger.warn({ failed: failed.length, outcome, type: failed[0]?.row.type }, 'not published');
    for (const tenant of new Set(failed.map((held) => held.tenant))) {
      const ids = failed.filter((held) => held.tenant === tenant).map(({ row }) => row.id);
      await this.outbox
        .giveBack(tenant, ids, RETRY_AFTER_MS)
        .catch((error: unknown) => this.logger.warn({ err: error }, 'outbox not tidied'));
    }
    this.forget(failed);
  }

  private forget(rows: readonly Held[]): void {
    for (const { row } of rows) this.inFlight.delete(row.id);
    this.wakeUp.ring();
  }
}
