import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { ProductStep } from '../domain/product-steps.js';
import { ProductRepository } from './product.repository.js';
import { StockLedger } from './stock-ledger.js';
import { SubscriptionRepository } from './subscription.repository.js';

/** Steps of products that exist already, with all that follows from them. */
@Injectable()
export class ProductStepStore {
  constructor(
    private readonly products: ProductRepository,
    private readonly ledger: StockLedger,
    private readonly subscriptions: SubscriptionRepository,
  ) {}

  /** Stores a step of a product that `tx` has locked, and publishes its events; a step that changes nothing is none. */
  save(tx: Tx, { product, movements, events }: ProductStep): void {
    if (events.length === 0) return;
    this.ledger.append(tx, movements, product.updatedAt);
    this.products.update(tx, product);
    this.subscriptions.end(tx, events);
    tx.publish(...events);
  }
}
