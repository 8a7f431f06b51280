import {
  type EventDraft,
  ReservationChanged,
  ReservationChangeRefused,
  ReservationExpired,
  ReservationFailed,
  StockCommitted,
  StockReleased,
  StockReserved,
} from '@app/contracts';
import type { Tx } from '@app/messaging';
import { MetricsRegistry } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';

const OUTCOME_OF: Readonly<Record<string, string>> = {
  [StockReserved.type]: 'reserved',
  [ReservationFailed.type]: 'rejected',
  [ReservationChanged.type]: 'changed',
  [ReservationChangeRefused.type]: 'change-refused',
  [StockCommitted.type]: 'committed',
  [StockReleased.type]: 'released',
  [ReservationExpired.type]: 'expired',
};

/** What becomes of reservations, as the world is told of it, and what was not there. Products are no labels: too many. */
@Injectable()
export class ReservationMetrics {
  private readonly reservations: Counter;
  private readonly shortages: Counter;

  constructor(registry: MetricsRegistry) {
    const outcomes =
      'Steps of reservations: reserved, rejected, changed, change-refused, committed, released or expired.';
    this.reservations = registry.counter('waybill_reservations_total', outcomes, 'outcome');
    for (const outcome of Object.values(OUTCOME_OF)) this.reservations.inc({ outcome }, 0);
    this.shortages = registry.counter(
      'waybill_stock_shortages_total',
      'Lines of orders, or of changes of orders, that there was not enough stock for.',
    );
  }

  /** Counts what is told in a transaction when it has committed. */
  count(tx: Tx, told: readonly EventDraft[]): void {
    tx.afterCommit(() => {
      for (const { contract, data } of told) {
        const outcome = OUTCOME_OF[contract.type];
        if (outcome) this.reservations.inc({ outcome });
        const { shortages = [] } = data as { shortages?: readonly unknown[] };
        if (shortages.length > 0) this.shortages.inc(shortages.length);
      }
    });
  }
}
