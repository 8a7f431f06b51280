import { LOGGER, type Logger, Rounds } from '@app/platform';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ExpireReservations } from './expire-reservations.js';

/**
 * Looks for reservations that are due from the start of the application until shortly before its end. Every instance
 * has such a loop; nothing is kept in memory, so what falls due while none runs is found by the next that does.
 */
@Injectable()
export class ExpiryLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(expire: ExpireReservations, @Inject(LOGGER) logger: Logger) {
    const turn = (): Promise<boolean> => expire.execute();
    this.rounds = new Rounds({ name: 'expiry of reservations', restMs: 1_000, turn }, logger);
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  // Before, and not on, shutdown: the database is still open then.
  beforeApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }
}
