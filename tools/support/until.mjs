// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is truthy, and resolves with it; after the time limit it
 * rejects, naming what it waited for and the last error. An answer that throws counts as "not yet".
 * @template T
 * @param {string} what
 * @param {() => Promise<T> | T} ask
 * @param {{ timeoutMs: number, everyMs?: number }} limits
 * @returns {Promise<T>}
 */
export async function until(what, ask, { timeoutMs, everyMs = 100 }) {
  const deadline = Date.now() + timeoutMs;
  let lastError;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer) return answer;
      lastError = undefined;
    } catch (error) {
      if (error instanceof NoUseWaiting) throw error;
      lastError = error;
    }
    await sleep(everyMs);
  }
  throw new Error(`waited ${timeoutMs / 1000} s for ${what}`, { cause: lastError });
}

/** Thrown by the question of `until` when the answer can no longer become yes. */
export class NoUseWaiting extends Error {}
