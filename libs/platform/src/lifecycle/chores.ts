import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { LOGGER, type Logger } from '../logging/logger.js';

/** Something small that is done every so often, such as a look at a backlog. */
export interface Chore {
  /** For logs. */
  readonly name: string;
  /** From the end of one time to the start of the next, in milliseconds. */
  readonly everyMs: number;
  /** Whatever fails is done again next time. The signal aborts when the application ends. */
  work(signal: AbortSignal): Promise<void>;
}

/** Where modules say what is done every so often, from the start of the application until its end. */
@Injectable()
export class Chores implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly chores: Chore[] = [];
  private readonly ending = new AbortController();
  private underWay: readonly Promise<void>[] = [];

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  add(chore: Chore): void {
    this.chores.push(chore);
  }

  onApplicationBootstrap(): void {
    this.underWay = this.chores.map((chore) => this.repeat(chore));
  }

  /** Resolves when what is being done is over; the databases are still open until then. */
  async onModuleDestroy(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.underWay);
  }

  private async repeat(chore: Chore): Promise<void> {
    const { signal } = this.ending;
    for (;;) {
      await pause(chore.everyMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await chore.work(signal);
      } catch (err) {
        // Not worth more: a database that cannot be asked is somebody else's alarm.
        this.logger.debug({ err, chore: chore.name }, 'not done this time');
      }
    }
  }
}
