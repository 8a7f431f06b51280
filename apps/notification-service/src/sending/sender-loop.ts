import { type Logger, WakeUp } from '@app/platform';
import { type Channel, ProviderUnreachable } from '../channels/domain/channel.js';
import { attempt } from './attempt.js';
import type { ProviderState, Reachability } from './domain/reachability.js';
import type { Attempt, Claimed, Settlement } from './domain/settlement.js';
import type { SenderSettings } from './sender-settings.js';
import type { SendingRound } from './sending-round.js';

/** What an operator sees of a loop. */
type SenderState = ProviderState & { readonly underWay: number };

/**
 * Sends what is due by one channel, several at once. Any number of loops, in any number of processes, share the work:
 * each notification is claimed by one of them at a time, and comes back by its lease if that one dies.
 */
export class SenderLoop {
  private readonly wakeUp = new WakeUp();
  private readonly endOfPatience = new WakeUp();
  private readonly underWay = new Map<AbortController, Claimed>();
  /** Attempts that are over and not noted down yet. */
  private readonly over: Attempt[] = [];
  private renewedAt = performance.now();
  private stopping = false;
  private exhausted = false;
  private databaseLost = false;
  private working?: Promise<void>;

  constructor(
    private readonly channel: Channel,
    private readonly round: SendingRound,
    private readonly provider: Reachability,
    private readonly settings: SenderSettings,
    private readonly logger: Logger,
  ) {}

  /** Lower case, such as `email`. */
  get name(): string {
    return this.channel.name.toLowerCase();
  }

  start(): void {
    this.working ??= this.work();
  }

  /** Something may be due. */
  wake(): void {
    this.wakeUp.ring();
  }

  state(): SenderState {
    return { ...this.provider.state(), underWay: this.underWay.size };
  }

  /**
   * Takes nothing new and resolves when everything under way is noted down, or the time for that is up. What is not
   * comes back when its lease ends, because nobody can tell whether it arrived.
   */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wakeUp.ring();
    const timer = setTimeout(() => this.giveUp(), this.settings.drainMs);
    await this.working;
    clearTimeout(timer);
    const unfinished = this.underWay.size + this.over.length;
    if (unfinished > 0) this.logger.warn({ unfinished }, 'sender stopped before all was noted down');
    this.channel.close();
  }

  private giveUp(): void {
    this.exhausted = true;
    for (const control of this.underWay.keys()) control.abort();
    this.endOfPatience.ring();
    this.wakeUp.ring();
  }

  private async work(): Promise<void> {
    while (!this.isDone()) {
      await this.turn().then(
        () => (this.databaseLost = false),
        (error: unknown) => this.waitForDatabase(error),
      );
      if (!this.isDone()) await this.wakeUp.sleep(this.napMs());
    }
  }

  private isDone(): boolean {
    return this.stopping && (this.exhausted || this.underWay.size + this.over.length === 0);
  }

  private napMs(): number {
    const pauseMs = this.provider.pauseMs() || Infinity;
    return Math.min(pauseMs, this.settings.pollIntervalMs, this.renewalMs());
  }

  /** Early enough that a slow round or two do not matter. */
  private renewalMs(): number {
    return this.settings.leaseMs / 3;
  }

  private async turn(): Promise<void> {
    // They stay listed until the commit, so that an outage of the database loses none.
    const attempts = [...this.over];
    const renewals = this.renewalsDue();
    const room = this.room();
    if (attempts.length + renewals.length + room === 0) return;

    const startedAt = performance.now();
    const { settlements, claimed } = await this.round.run({
      channel: this.channel.name,
      attempts,
      renewals,
      room,
    });
    if (renewals.length > 0) this.renewedAt = startedAt;
    this.over.splice(0, attempts.length);
    for (const settlement of settlements) this.report(settlement);
    for (const one of claimed) void this.send(one);
  }

  private room(): number {
    if (this.stopping) return 0;
    // What is over makes room in this very round.
    return Math.max(0, this.provider.limit(this.settings.concurrency) - this.underWay.size);
  }

  private renewalsDue(): readonly Claimed[] {
    return performance.now() - this.renewedAt < this.renewalMs() ? [] : [...this.underWay.values()];
  }

  private async send(claimed: Claimed): Promise<void> {
    const control = new AbortController();
    this.underWay.set(control, claimed);
    const result = await attempt(this.channel, claimed, this.settings.sendTimeoutMs, control);
    // Cut short by our own end: whether it arrived is unknown, so its lease decides.
    if (result.failure !== undefined && this.exhausted) return;
    this.underWay.delete(control);
    this.learnFrom(result.failure);
    this.over.push(result);
    this.wakeUp.ring();
  }

  private learnFrom(failure: unknown): void {
    const { name: channel } = this.channel;
    if (failure instanceof ProviderUnreachable) {
      const reason = failure.message;
      if (this.provider.lost(reason))
        this.logger.warn({ channel, reason }, 'provider unreachable, sending pauses');
    } else if (this.provider.found()) {
      this.logger.info({ channel }, 'provider reachable again');
    }
  }

  private report({ id: notificationId, status, counted, error, delayMs }: Settlement): void {
    const { name: channel } = this.channel;
    if (status === 'SENT') this.logger.debug({ notificationId, channel }, 'notification sent');
    else if (status === 'FAILED')
      this.logger.warn({ notificationId, channel, error }, 'notification given up');
    else if (counted === 1) {
      this.logger.warn({ notificationId, channel, error, delayMs }, 'notification will be tried again');
    }
  }

  private async waitForDatabase(err: unknown): Promise<void> {
    if (!this.databaseLost)
      this.logger.warn({ err, channel: this.channel.name }, 'sending waits for the database');
    this.databaseLost = true;
    // Not on the other wake-up, which rings with every attempt that ends.
    await this.endOfPatience.sleep(this.settings.pollIntervalMs);
  }
}
