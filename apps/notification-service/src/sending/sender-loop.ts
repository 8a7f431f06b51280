import type { Channel as ChannelName } from '@app/contracts';
import { type Logger, type Pace, Tempo, WakeUp } from '@app/platform';
import { attempt } from './attempt.js';
import type { Attempt, Claimed } from './domain/settlement.js';
import { Looks } from './looks.js';
import { logSettlement } from './log-settlement.js';
import type { Settlement } from './domain/settlement.js';
import type { Parcels } from './parcels.js';
import type { Throttle } from './throttle.js';
import type { ProviderBreaker } from './providers/provider-breaker.js';
import type { Leg, Route, RouteState } from './providers/route.js';
import type { SenderSettings } from './sender-settings.js';
import type { SendingMetrics } from './sending-metrics.js';
import type { SendingRound } from './sending-round.js';

// Ten rounds a second are enough while fewer than half of those that may be under way have ended.
const ROUNDS: Pace = { everyMs: 100, seldomMs: 400, ahead: 2 };

/** What an operator sees of a loop. */
type SenderState = RouteState & { readonly underWay: number };

/**
 * Sends what is due by one channel, several at once. Any number of loops, in any number of processes, share the work:
 * each notification belongs to one of them at a time, from birth or by a claim, and comes back by its lease if that one
 * dies.
 */
export class SenderLoop {
  private readonly wakeUp = new WakeUp();
  private readonly endOfPatience = new WakeUp();
  private readonly underWay = new Map<AbortController, Claimed>();
  /** Attempts that are over and not noted down yet. */
  private readonly over: Attempt[] = [];
  private readonly tempo = new Tempo(ROUNDS);
  private readonly looks: Looks;
  /** Places of what is about to be stored or claimed. */
  private kept = 0;
  private renewedAt = performance.now();
  private stopping = false;
  private exhausted = false;
  /** Until there may be more than the throttle granted last; 0 if it granted all. */
  private throttledMs = 0;
  private databaseLost = false;
  private working?: Promise<void>;

  constructor(
    private readonly route: Route,
    private readonly round: SendingRound,
    private readonly parcels: Parcels,
    private readonly throttle: Throttle,
    private readonly metrics: SendingMetrics,
    private readonly settings: SenderSettings,
    private readonly logger: Logger,
  ) {
    this.looks = new Looks(settings.pollIntervalMs);
    for (const provider of route.providers) provider.onChange(() => this.wake());
  }

  get channel(): ChannelName {
    return this.route.channel;
  }

  /** Lower case, such as `email`. */
  get name(): string {
    return this.channel.toLowerCase();
  }

  start(): void {
    this.working ??= this.work();
  }

  /** Something may be due that nobody holds. */
  wake(): void {
    this.looks.want();
    this.wakeUp.ring();
  }

  /**
   * Keeps places for at most `wanted` notifications that are about to be stored, and gives how many. Each of them is
   * offered or given back later. There are none while more are due than were found places for, which would be overtaken,
   * nor while the preferred provider is left alone or may be given only so many in a second.
   */
  reserve(wanted: number): number {
    const places = this.takesNewborn() ? Math.min(wanted, this.free() - this.over.length) : 0;
    if (places <= 0) return 0;
    this.kept += places;
    return places;
  }

  /** Sends what is stored and leased, in places that were kept for it. */
  offer(claimed: readonly Claimed[]): void {
    this.kept -= claimed.length;
    // The lease of what nobody waits for any more brings it back.
    if (this.exhausted) return;
    const { provider } = this.leg() ?? { provider: this.route.providers[0] };
    for (const one of claimed) void this.send(provider, one);
  }

  /** Of places that were kept for what has not been stored. */
  giveBack(places: number): void {
    this.kept -= places;
    if (places > 0) this.wakeUp.ring();
  }

  state(): SenderState {
    return { ...this.route.state(), underWay: this.underWay.size };
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
    this.route.close();
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
      await this.company();
    }
  }

  /** A round costs about the same for one as for many, so few wait for more. */
  private async company(): Promise<void> {
    const many = this.settings.concurrency / 2;
    while (!this.stopping && this.over.length < many && this.tempo.waitMs() > 0) {
      await this.wakeUp.sleep(this.tempo.waitMs());
    }
  }

  private isDone(): boolean {
    return this.stopping && (this.exhausted || this.underWay.size + this.over.length + this.kept === 0);
  }

  private takesNewborn(): boolean {
    const isUnlimited = this.settings.maxPerSecond[this.channel] === 0;
    const isAtWork = this.working !== undefined && !this.stopping && !this.databaseLost;
    return isAtWork && isUnlimited && this.route.isHealthy && this.looks.areUpToDate;
  }

  private free(): number {
    return this.settings.concurrency - this.underWay.size - this.kept;
  }

  private napMs(): number {
    const throttledMs = this.throttledMs || Infinity;
    return Math.min(throttledMs, this.looks.nextInMs(), this.renewalMs());
  }

  /** Early enough that a slow round or two do not matter. */
  private renewalMs(): number {
    return this.settings.leaseMs / 3;
  }

  private async turn(): Promise<void> {
    // They stay listed until the commit, so that an outage of the database loses none.
    const attempts = [...this.over];
    const renewals = this.renewalsDue();
    this.throttledMs = 0;
    const leg = this.looks.areWanted ? this.leg() : undefined;
    const granted = leg ? await this.allowed(leg) : 0;
    // Some may have been kept for others meanwhile.
    const room = Math.min(granted, Math.max(0, this.free()));
    if (attempts.length + renewals.length + room === 0) return;

    const ended = this.tempo.begun();
    const startedAt = performance.now();
    const { settlements, late, claimed, correlationIds } = await this.runRound(attempts, renewals, room);
    ended();
    if (renewals.length > 0) this.renewedAt = startedAt;
    this.over.splice(0, attempts.length);
    this.report(settlements, correlationIds);
    this.metrics.cameTooLate(this.channel, late);
    // Together, so that nobody else gets a place between the two.
    this.kept -= room;
    if (leg && claimed.length > 0) this.sendBy(leg.provider, claimed);
  }

  private report(settlements: readonly Settlement[], correlationIds: ReadonlyMap<string, string>): void {
    for (const settlement of settlements) {
      this.metrics.settled(this.channel, settlement);
      logSettlement(this.channel, settlement, correlationIds.get(settlement.id), this.logger);
    }
  }

  /** Keeps the places of what it claims: whoever uses them gives them back. */
  private async runRound(attempts: readonly Attempt[], renewals: readonly Claimed[], room: number) {
    const hasFallback = this.route.providers.length > 1;
    const looked = room > 0 ? this.looks.begin(room) : undefined;
    this.kept += room;
    try {
      const result = await this.round.run({ channel: this.channel, hasFallback, attempts, renewals, room });
      looked?.(result.claimed.length);
      return result;
    } catch (error) {
      this.kept -= room;
      if (looked) this.looks.want();
      throw error;
    }
  }

  private sendBy(provider: ProviderBreaker, claimed: readonly Claimed[]): void {
    // crash point send-claimed: notifications are claimed, and none of them is under way
    for (const one of claimed) void this.send(provider, one);
    // There may be more; and while one finds out whether the preferred provider is back, the others go by the next.
    if (this.looks.areWanted || provider.state !== 'closed') this.wake();
  }

  private leg(): Leg | undefined {
    return this.stopping ? undefined : this.route.next(this.settings.concurrency);
  }

  private async allowed({ provider: { provider }, limit }: Leg): Promise<number> {
    // What is over makes room in this very round.
    const free = Math.max(0, this.free());
    // Half of it in good times: the other half is for what is stored meanwhile.
    const room = Math.min(limit, this.takesNewborn() ? Math.ceil(free / 2) : free);
    const { granted, waitMs } = await this.throttle.take(this.channel, provider, room);
    this.throttledMs = waitMs;
    return granted;
  }

  private renewalsDue(): readonly Claimed[] {
    return performance.now() - this.renewedAt < this.renewalMs() ? [] : [...this.underWay.values()];
  }

  private async send(provider: ProviderBreaker, claimed: Claimed): Promise<void> {
    const control = new AbortController();
    this.underWay.set(control, claimed);
    const ended = this.metrics.timeAttempt(this.channel, provider.provider);
    const parcel = this.parcels.of(claimed);
    const result = await attempt(provider, claimed, parcel, this.settings.sendTimeoutMs, control);
    // Cut short by our own end: whether it arrived is unknown, so its lease decides.
    if (result.failure !== undefined && this.exhausted) return;
    this.underWay.delete(control);
    ended();
    this.over.push(result);
    // What has failed may be due again at once.
    if (result.failure !== undefined) this.looks.want();
    this.wakeUp.ring();
  }

  private async waitForDatabase(err: unknown): Promise<void> {
    if (!this.databaseLost)
      this.logger.warn({ err, channel: this.channel }, 'sending waits for the database');
    this.databaseLost = true;
    // Not on the other wake-up, which rings with every attempt that ends.
    await this.endOfPatience.sleep(this.settings.pollIntervalMs);
  }
}
