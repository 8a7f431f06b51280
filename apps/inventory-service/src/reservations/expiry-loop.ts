import { LOGGER, type Logger, WakeUp } from '@app/platform';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ExpireReservations } from './expire-reservations.js';

const LOOK_EVERY_MS = 1_000;

/**
 * Looks for reservations that are due from the start of the application until shortly before its end. Every instance
 * has such a loop; nothing is kept in memory, so what falls due while none runs is found by the next that does.
 */
@Injectable()
export class ExpiryLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly wakeUp = new WakeUp();
  private stopping = false;
  private databaseLost = false;
  private working?: Promise<void>;

  constructor(
    private readonly expire: ExpireReservations,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.working ??= this.work();
  }

  // Before, and not on, shutdown: the database is still open then.
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.wakeUp.ring();
    await this.working;
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      const mayBeMore = await this.look();
      if (!mayBeMore && !this.stopping) await this.wakeUp.sleep(LOOK_EVERY_MS);
    }
  }

  /** Never rejects: what could not be told is due still. */
  private async look(): Promise<boolean> {
    try {
      const mayBeMore = await this.expire.execute();
      this.databaseLost = false;
      return mayBeMore;
    } catch (err) {
      if (!this.databaseLost) this.logger.warn({ err }, 'expiry of reservations waits for the database');
      this.databaseLost = true;
      return false;
    }
  }
}
