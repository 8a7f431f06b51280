import { Transactions } from '@app/messaging';
import { type Caller, Clock } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { reportSpan } from './domain/report-span.js';
import { MOST_ROWS, ReportTooLarge, type SalesBy, type SalesRow } from './domain/sales.js';
import { ReportRepository } from './persistence/report.repository.js';

/** What was asked for; what is left out is chosen. */
interface Asked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly tz: string;
  readonly by: SalesBy;
  readonly currency?: string | undefined;
}

/** Adds up what was sold. */
@Injectable()
export class ReportSales {
  constructor(
    private readonly transactions: Transactions,
    private readonly reports: ReportRepository,
    private readonly clock: Clock,
  ) {}

  /** One row for each of what it is by and each currency. Throws what `reportSpan` throws, and `ReportTooLarge`. */
  async execute({ tenant }: Caller, { tz, by, currency, ...days }: Asked): Promise<SalesRow[]> {
    const span = reportSpan({ ...days, timeZone: tz }, this.clock.now());
    const rows = await this.reports.sales(this.transactions.reader(tenant), { ...span, by, currency });
    if (rows.length > MOST_ROWS) throw new ReportTooLarge();
    return rows;
  }
}
