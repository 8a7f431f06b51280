/** Why a request is not admitted; a label of metrics. */
export type ShedReason = 'line-full' | 'waited-too-long' | 'client-gone' | 'event-loop' | `brake-${string}`;

/** What a lane bounds. */
export interface LaneLimits {
  /** Requests that are worked on at once. */
  readonly places: number;
  /** Requests that wait for a place, at most. */
  readonly line: number;
  /** How long any of them waits, in milliseconds. */
  readonly patienceMs: number;
}

/** A request before its lane. Exactly one of the two is called, once. */
export interface Entrant {
  admit(): void;
  refuse(reason: ShedReason): void;
  /** Whether nobody waits for the answer any more. */
  isGone(): boolean;
}

interface Waiter extends Entrant {
  readonly since: number;
  readonly timer: NodeJS.Timeout;
}

// Shares of the patience. Whoever has waited for so long is late,
const LATE = 1 / 30;
// and a line whose first has been late for so long, one after another, is no burst any more: it stands.
const UNTIL_IT_STANDS = 1 / 20;
// Overload comes in waves: a line that stood no longer ago than this stands again as soon as its first is late.
const WAVE = 1 / 6;

/**
 * So many requests at once, and a short line for bursts. How many at once is known, from the size of the connection
 * pool; what tells overload is the time spent in line: controlled delay (Nichols and Jacobson, "Controlling Queue
 * Delay", 2012) with the newest first, as Maurer applied it to servers ("Fail at Scale", 2015). While a line stands,
 * until it is empty, each who comes sends away those who are late, and who came last is served first. A burst that
 * nobody follows is served whole, as far as patience goes, and so are a few more at once than there are places.
 */
export class Lane {
  private busy = 0;
  /** Since when whoever was first in line has been late, one after another. */
  private lateSince: number | undefined;
  /** When it was last seen standing. */
  private stoodAt = -Infinity;
  /** The oldest first. */
  private readonly line: Waiter[] = [];

  constructor(readonly limits: LaneLimits) {}

  get inFlight(): number {
    return this.busy;
  }

  get waiting(): number {
    return this.line.length;
  }

  /** Whether whoever comes now is refused for certain. Those who have waited too long make room first. */
  isFull(): boolean {
    if (this.stands()) this.dismissOlderThan(performance.now() - this.limits.patienceMs * LATE);
    return this.busy >= this.limits.places && this.line.length >= this.limits.line;
  }

  /** Admits at once, later or never; who has been admitted must `leave`, once. */
  enter(entrant: Entrant): void {
    if (this.busy < this.limits.places) {
      this.busy += 1;
      entrant.admit();
    } else if (this.isFull()) {
      entrant.refuse('line-full');
    } else {
      this.wait(entrant);
    }
  }

  /** Gives a place back, which goes to one in the line. */
  leave(): void {
    const next = this.next();
    if (next) next.admit();
    else this.busy -= 1;
  }

  private wait(entrant: Entrant): void {
    const since = performance.now();
    const timer = setTimeout(() => this.dismissOlderThan(since), this.limits.patienceMs).unref();
    this.line.push({
      since,
      timer,
      admit: () => entrant.admit(),
      refuse: (reason) => entrant.refuse(reason),
      isGone: () => entrant.isGone(),
    });
  }

  private next(): Waiter | undefined {
    for (;;) {
      const waiter = this.stands() ? this.line.pop() : this.line.shift();
      if (!waiter) return undefined;
      clearTimeout(waiter.timer);
      if (!waiter.isGone()) return waiter;
      waiter.refuse('client-gone');
    }
  }

  private stands(): boolean {
    const [first] = this.line;
    if (!first) {
      this.lateSince = undefined;
      return false;
    }
    const now = performance.now();
    if (!this.isStanding(now)) {
      const lateFrom = first.since + this.limits.patienceMs * LATE;
      this.lateSince = now > lateFrom ? (this.lateSince ?? lateFrom) : undefined;
      if (!this.isStanding(now)) return false;
    }
    this.stoodAt = now;
    return true;
  }

  private isStanding(now: number): boolean {
    const { patienceMs } = this.limits;
    const bearsMs = now - this.stoodAt < patienceMs * WAVE ? 0 : patienceMs * UNTIL_IT_STANDS;
    return this.lateSince !== undefined && now - this.lateSince > bearsMs;
  }

  /** Sends away all who came at the moment or before it. */
  private dismissOlderThan(moment: number): void {
    for (let oldest = this.line[0]; oldest && oldest.since <= moment; oldest = this.line[0]) {
      this.line.shift();
      clearTimeout(oldest.timer);
      oldest.refuse('waited-too-long');
    }
  }
}
