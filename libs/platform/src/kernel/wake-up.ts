import { type Clock, systemClock } from './clock.js';

/** A bell that wakes one sleeper; rung while nobody sleeps, it ends the next sleep at once, so no ring is lost. */
export class WakeUp {
  private rung = false;
  private wake: (() => void) | undefined;

  constructor(private readonly clock: Clock = systemClock) {}

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** Resolves at the next ring, or after `timeoutMs`. */
  async sleep(timeoutMs: number): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const cancel = this.clock.after(timeoutMs, resolve);
        this.wake = () => {
          cancel();
          resolve();
        };
      });
      this.wake = undefined;
    }
    this.rung = false;
  }
}
