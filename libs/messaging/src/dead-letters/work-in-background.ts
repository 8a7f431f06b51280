import { LOGGER } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Broker } from '../connection/broker.js';
import { DeadLettersBusy } from './dead-letters.errors.js';

/** Runs what takes longer than a request, one at a time; when the service stops, it is asked to end its step. */
@Injectable()
export class WorkInBackground {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    broker: Broker,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    broker.beforeClose(() => this.stop());
  }

  /**
   * Prepares something, and does it once it is prepared; resolves between the two.
   *
   * @throws {DeadLettersBusy} while something else runs in this process
   */
  start<T>(prepare: () => Promise<T>, work: (prepared: T, signal: AbortSignal) => Promise<void>): Promise<T> {
    const { signal } = this.stopping;
    if (this.running || signal.aborted) return Promise.reject(new DeadLettersBusy());
    const prepared = prepare();
    this.running = prepared
      .then(
        (ready) => work(ready, signal),
        () => undefined, // who asked is told
      )
      .catch((error: unknown) => this.logger.error({ err: error }, 'an action stays unfinished on record'))
      .finally(() => {
        this.running = undefined;
      });
    return prepared;
  }

  private async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }
}
