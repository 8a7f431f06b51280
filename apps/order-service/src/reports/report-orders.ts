import { Transactions } from '@app/messaging';
import { type Caller, Clock } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { ORDER_STATUSES } from '../orders/domain/order-lifecycle.js';
import { isOpen, type StatusCount } from './domain/open-orders.js';
import { ReportRepository } from './persistence/report.repository.js';

/** Counts what there is to do. */
@Injectable()
export class ReportOrders {
  constructor(
    private readonly transactions: Transactions,
    private readonly reports: ReportRepository,
    private readonly clock: Clock,
  ) {}

  /** One row for each status there is, in the order of the lifecycle. */
  async execute({ tenant }: Caller): Promise<StatusCount[]> {
    const now = this.clock.now().getTime();
    const counts = await this.reports.statuses(this.transactions.reader(tenant), ORDER_STATUSES);
    return counts.map(({ status, orders, oldest }) => ({
      status,
      orders,
      oldestOpenSeconds:
        oldest && isOpen(status) ? Math.max(0, Math.floor((now - oldest.getTime()) / 1000)) : undefined,
    }));
  }
}
