import type { Clock } from '@app/platform';
import type { Logger } from 'pino';
import type { Outgoing, Publisher } from '../connection/publisher.js';

const PUBLISH_AGAIN_AFTER_MS = 500;

/** Publishes copies of messages that are to be acknowledged only once their copies are safe. */
export class Copies {
  constructor(
    private readonly publisher: Publisher,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * True once the broker has confirmed all of them, however long that takes; false when `signal` aborts first. One that was
   * not confirmed is published again, and may then be there twice.
   */
  async confirmed(copies: readonly Outgoing[], signal: AbortSignal): Promise<boolean> {
    let left = copies;
    while (!signal.aborted) {
      try {
        const outcomes = await this.publisher.send(left, signal);
        left = left.filter((_, at) => outcomes[at] !== 'confirmed');
        if (left.length === 0) return true;
        const outcome = outcomes.find((one) => one !== 'confirmed');
        this.logger.warn({ queue: left[0]?.routingKey, outcome }, 'a message could not be put aside yet');
        if (outcomes.includes('returned')) await this.publisher.redeclare();
        await this.clock.sleep(PUBLISH_AGAIN_AFTER_MS, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }
    return false;
  }
}
