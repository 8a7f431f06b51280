// @ts-check
import { messageOf } from '../support/messages.mjs';
import { ToolError } from '../support/tool.mjs';

/** What is claimed of containers, one after another, and how many of the claims held. */
export class Claims {
  passed = 0;
  failed = 0;

  /** @param {AbortSignal} signal nothing more is tried once it is aborted */
  constructor(signal) {
    this.signal = signal;
  }

  /**
   * Tries a claim; it fails when the work does.
   * @template T
   * @param {string} title
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async hold(title, work) {
    this.signal.throwIfAborted();
    const started = Date.now();
    const told = (/** @type {string} */ how) =>
      process.stdout.write(`${how}  ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
    try {
      const result = await work();
      this.passed += 1;
      told('ok  ');
      return result;
    } catch (error) {
      if (this.signal.aborted) throw error;
      this.failed += 1;
      told('FAIL');
      throw new ClaimFailed(messageOf(error));
    }
  }

  /** Claims that build on each other: what follows one that fails is left out. @param {() => Promise<void>} story */
  async story(story) {
    try {
      await story();
    } catch (error) {
      if (!(error instanceof ClaimFailed)) throw error;
      process.stdout.write(`${error.message}\n`);
    }
  }
}

class ClaimFailed extends Error {}

/** @param {unknown} holds @param {string} otherwise @returns {asserts holds} */
export function demand(holds, otherwise) {
  if (!holds) throw new ToolError(otherwise);
}
