import { LOGGER, type Logger, Rounds } from '@app/platform';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ExpirePayments } from './expire-payments.js';
import { PAYMENT_SETTINGS, type PaymentSettings } from './payment-settings.js';

/** Ends the time to pay. What is due is read from the table, so a restart forgets nothing. */
@Injectable()
export class ExpiryTimer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Rounds;

  constructor(
    expirePayments: ExpirePayments,
    @Inject(PAYMENT_SETTINGS) { pollIntervalMs: restMs }: PaymentSettings,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.rounds = new Rounds(
      { name: 'payment expiry', restMs, turn: () => expirePayments.execute() },
      logger,
    );
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.rounds.stop();
  }
}
