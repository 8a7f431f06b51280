/**
 * When a sender looks for what is due, and what it knows since: as soon as it is told that something may be, as long as
 * there is more than it can take, and now and then in any case, for what others have left.
 */
export class Looks {
  private wanted = true;
  /** Whether the last one found as much as it could take. */
  private isBehind = false;
  private lastAt = -Infinity;

  /** @param everyMs how often, if nobody tells of anything */
  constructor(private readonly everyMs: number) {}

  want(): void {
    this.wanted = true;
  }

  get areWanted(): boolean {
    return this.wanted || this.isBehind || this.sinceLastMs() >= this.everyMs;
  }

  /** Whether nothing is known to wait, and that is no old news: one that was due for a whole interval has not been missed. */
  get areUpToDate(): boolean {
    return !this.isBehind && this.sinceLastMs() < 2 * this.everyMs;
  }

  /** A look begins that takes `most` at most; call what it gives with the number that were found. */
  begin(most: number): (found: number) => void {
    // Before: whoever tells of something while it goes on may be too late for it.
    this.wanted = false;
    const at = performance.now();
    return (found) => {
      this.lastAt = at;
      this.isBehind = found >= most;
    };
  }

  /** When the next one is due; one that is overdue waits for something else than time. */
  nextInMs(): number {
    const left = this.everyMs - this.sinceLastMs();
    return left > 0 ? left : this.everyMs;
  }

  private sinceLastMs(): number {
    return performance.now() - this.lastAt;
  }
}
