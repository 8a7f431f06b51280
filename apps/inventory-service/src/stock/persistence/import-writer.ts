import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { ImportPlan } from '../domain/import-lines.js';
import { ProductImportRepository } from './product-import.repository.js';
import { StockLedger } from './stock-ledger.js';
import { SubscriptionRepository } from './subscription.repository.js';

/** A product of the plan, new when it was planned, was added by another transaction; the plan has to be made again. */
export class ProductAppeared extends Error {}

/** What an import has planned, stored with all that follows from it. */
@Injectable()
export class ImportWriter {
  constructor(
    private readonly products: ProductImportRepository,
    private readonly ledger: StockLedger,
    private readonly subscriptions: SubscriptionRepository,
  ) {}

  /** Stores a plan that was made for products locked in `tx`, and publishes its events. Throws `ProductAppeared`. */
  async write(tx: Tx, { added, changed, movements, events }: ImportPlan, now: Date): Promise<void> {
    if (!(await this.products.insert(tx, added))) throw new ProductAppeared();
    this.ledger.append(tx, movements, now);
    this.products.update(tx, changed);
    this.subscriptions.end(tx, events);
    tx.publish(...events);
  }
}
