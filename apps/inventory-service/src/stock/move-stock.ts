import type { Tx } from '@app/messaging';
import { Clock } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { StockByProduct } from './domain/product.js';
import { shiftStock, type StockStep } from './domain/shift-stock.js';
import { StockLedger } from './persistence/stock-ledger.js';
import { StockRepository } from './persistence/stock.repository.js';
import { SubscriptionRepository } from './persistence/subscription.repository.js';

/** Moves stock on behalf of orders, whole batches at a time, and tells of the thresholds crossed on the way. */
@Injectable()
export class MoveStock {
  constructor(
    private readonly stock: StockRepository,
    private readonly ledger: StockLedger,
    private readonly subscriptions: SubscriptionRepository,
    private readonly clock: Clock,
  ) {}

  /** What there is of the products, held until the transaction ends. Lock last: everybody wants the same few rows. */
  lock(tx: Tx, productIds: readonly string[]): Promise<StockByProduct> {
    return this.stock.lock(tx, productIds);
  }

  /** Takes the steps in their order, on stock locked in `tx`. */
  execute(tx: Tx, stock: StockByProduct, steps: readonly StockStep[]): void {
    const shifts = shiftStock(stock, steps);
    if (shifts.length === 0) return;

    const alerts = shifts.flatMap((shift) => shift.alerts);
    this.ledger.append(
      tx,
      steps.flatMap(({ movements }) => movements),
      this.clock.now(),
    );
    this.stock.countAlerts(tx, shifts);
    this.subscriptions.end(tx, alerts);
    tx.publish(...alerts);
  }
}
