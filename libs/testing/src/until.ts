import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 20;

/**
 * Resolves with the first truthy answer of `condition`; an error counts as "not yet". Rejects with what was last seen
 * once `timeoutMs` is over. Looks every `everyMs`. The way to wait in a spec: for a condition, never for a time.
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  timeoutMs = 120_000,
  everyMs = LOOK_AGAIN_MS,
): Promise<Exclude<T, false | null | undefined | 0 | ''>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let last: unknown;
    try {
      last = await condition();
      if (last) return last as Exclude<T, false | null | undefined | 0 | ''>;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline)
      throw new Error(`waited ${timeoutMs} ms in vain until ${what}`, { cause: last });
    await sleep(everyMs);
  }
}
