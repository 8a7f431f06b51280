import { Transactions } from '@app/messaging';
import { DEFAULT_TENANT, LOGGER, type Logger } from '@app/platform';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { OutgoingRepository } from './persistence/outgoing.repository.js';
import { SendingMetrics } from './sending-metrics.js';

const LOOK_EVERY_MS = 10_000;

/** Shows how much is due by each channel, and how long the longest due has waited. */
@Injectable()
export class DueWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly outgoing: OutgoingRepository,
    private readonly metrics: SendingMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Never rejects: a database that cannot be asked is somebody else's alarm. */
  async look(): Promise<void> {
    try {
      const backlogs = await this.outgoing.backlogs(this.transactions.reader(DEFAULT_TENANT));
      for (const backlog of backlogs) this.metrics.backlog(backlog);
    } catch (error) {
      this.logger.debug({ err: error }, 'due notifications not counted');
    }
  }
}
