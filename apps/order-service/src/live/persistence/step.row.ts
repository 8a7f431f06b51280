import type { HistoryEntry } from '../../orders/domain/order.js';
import type { FeedStep } from '../domain/step.js';

/** A step with its order's customer as the driver gives it. */
export interface StepRow {
  readonly transaction: string;
  readonly position: string;
  readonly order_id: string;
  readonly customer_id: string;
  readonly version: number;
  readonly event: string;
  readonly from_status: HistoryEntry['from'];
  readonly to_status: HistoryEntry['to'];
  readonly at: Date;
  readonly who: string;
  readonly why: string | null;
  readonly code: HistoryEntry['code'] | null;
}

export const toStep = (row: StepRow): FeedStep => ({
  place: { transaction: BigInt(row.transaction), position: BigInt(row.position) },
  orderId: row.order_id,
  customerId: row.customer_id,
  entry: {
    version: row.version,
    event: row.event,
    from: row.from_status,
    to: row.to_status,
    at: row.at.toISOString(),
    who: row.who,
    why: row.why ?? undefined,
    code: row.code ?? undefined,
  },
});
