import type { OrderStatus } from '@app/contracts';
import { DomainError } from '@app/platform';
import { ORDER_STATUSES } from '../../orders/domain/order-lifecycle.js';
import type { ReportSpan } from './report-span.js';

/** What a sales report has a row for, in each currency. */
export const SALES_BY = ['day', 'product', 'currency'] as const;
export type SalesBy = (typeof SALES_BY)[number];

/** Which sales are reported, and how they are put together. */
export interface SalesQuestion extends ReportSpan {
  readonly by: SalesBy;
  readonly currency?: string | undefined;
}

/** A row of a sales report. Which of the first three it has depends on what it is by. */
export interface SalesRow {
  readonly day?: string | undefined;
  readonly productId?: string | undefined;
  /** As it was called when it was last ordered. */
  readonly productName?: string | undefined;
  readonly currency: string;
  readonly orders: number;
  readonly units: number;
  /** Minor units of the currency. */
  readonly revenue: bigint;
  readonly cancellations: number;
}

const NOT_SOLD: ReadonlySet<OrderStatus> = new Set(['PENDING', 'AWAITING_PAYMENT', 'CANCELLED']);

/** The statuses of an order that is sold: confirmed, or further. */
export const SOLD_STATUSES = ORDER_STATUSES.filter((status) => !NOT_SOLD.has(status));

/** The most rows that one report has. */
export const MOST_ROWS = 50_000;

/** The report would have more rows than anybody reads. 422 `report-too-large`. */
export class ReportTooLarge extends DomainError {
  constructor() {
    super({
      code: 'report-too-large',
      kind: 'unprocessable',
      detail: `The report has more than ${MOST_ROWS} rows; ask for fewer days or one currency.`,
    });
  }
}
