/** Where the time comes from, and every wait on it; inject it by this class so that tests and simulations can hold it. */
export abstract class Clock {
  abstract now(): Date;

  /** Calls back once, after `ms` milliseconds, unless the returned function is called before. */
  abstract after(ms: number, callback: () => void): () => void;

  /** Resolves after `ms` milliseconds; rejects with the reason of `signal` when that aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = this.after(ms, () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      });
      if (signal?.aborted) return giveUp();
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }
}

class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }

  after(ms: number, callback: () => void): () => void {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  }
}

/** The machine's own clock. */
export const systemClock: Clock = new SystemClock();
