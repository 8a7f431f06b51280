import { setTimeout as pause } from 'node:timers/promises';

/** Does something again and again, as users do, until what is waited for is over. That it fails is part of it. */
export async function meanwhile<T>(
  work: (time: number) => unknown,
  { everyMs, lanes = 1 }: { everyMs: number; lanes?: number },
  awaited: Promise<T>,
): Promise<T> {
  const end = new AbortController();
  let times = 0;
  const lane = async (): Promise<void> => {
    while (!end.signal.aborted) {
      try {
        await work(times++);
      } catch {
        // Somebody who is refused comes again.
      }
      await pause(everyMs);
    }
  };
  const users = Array.from({ length: lanes }, lane);
  try {
    return await awaited;
  } finally {
    end.abort();
    await Promise.all(users);
  }
}
