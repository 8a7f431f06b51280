import { Transactions } from '@app/messaging';
import { DEFAULT_TENANT, LOGGER, type Logger, newId } from '@app/platform';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { OutgoingRepository } from './persistence/outgoing.repository.js';
import { SENDER_SETTINGS, type SenderSettings } from './sender-settings.js';

const EVERY_MS = 10 * 60_000;
// In pieces, so that no transaction holds many locks for long.
const AT_ONCE = 5000;

/** Deletes notifications whose outcome is final and old enough; by default none ever is. */
@Injectable()
export class Retention implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly outgoing: OutgoingRepository,
    @Inject(SENDER_SETTINGS) private readonly settings: SenderSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.retentionDays === 0) return;
    this.timer = setInterval(() => void this.sweep(), EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    this.stopping = true;
    clearInterval(this.timer);
  }

  /** Never rejects: what stays is swept next time. */
  async sweep(): Promise<void> {
    const { retentionDays } = this.settings;
    if (retentionDays === 0) return;
    try {
      let deleted: number;
      do {
        const cause = { tenant: DEFAULT_TENANT, correlationid: newId() };
        deleted = await this.transactions.run(cause, (tx) =>
          this.outgoing.deleteFinal(tx, retentionDays, AT_ONCE),
        );
      } while (deleted === AT_ONCE && !this.stopping);
    } catch (error) {
      this.logger.debug({ err: error }, 'old notifications not swept');
    }
  }
}
