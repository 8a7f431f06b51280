import { Transactions } from '@app/messaging';
import { Chores, DEFAULT_TENANT } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { OutgoingRepository } from './persistence/outgoing.repository.js';
import { SendingMetrics } from './sending-metrics.js';

/** Shows how much is due by each channel, and how long the longest due has waited. */
@Injectable()
export class DueWatch {
  constructor(
    private readonly transactions: Transactions,
    private readonly outgoing: OutgoingRepository,
    private readonly metrics: SendingMetrics,
    chores: Chores,
  ) {
    chores.add({ name: 'count due notifications', everyMs: 10_000, work: () => this.look() });
  }

  async look(): Promise<void> {
    const backlogs = await this.outgoing.backlogs(this.transactions.reader(DEFAULT_TENANT));
    for (const backlog of backlogs) this.metrics.backlog(backlog);
  }
}
