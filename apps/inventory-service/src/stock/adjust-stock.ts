import { IdempotentRequests, type IdempotentRequest } from '@app/messaging';
import { assertMatches, Clock, type Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { adjustStock, type Adjustment } from './domain/product-steps.js';
import type { Product } from './domain/product.js';
import type { LedgerEntry } from './domain/stock-movement.js';
import { LedgerListRepository } from './persistence/ledger-list.repository.js';
import { ProductRepository } from './persistence/product.repository.js';
import { ProductStepStore } from './persistence/product-step.store.js';
import { productTag } from './product-tag.js';

/** What an adjustment came to. */
export interface AdjustedStock {
  readonly product: Product;
  readonly entry: LedgerEntry;
}

/** The shop takes goods in, or corrects a figure. */
@Injectable()
export class AdjustStock {
  constructor(
    private readonly requests: IdempotentRequests,
    private readonly products: ProductRepository,
    private readonly steps: ProductStepStore,
    private readonly ledger: LedgerListRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The product and its ledger's entry after the adjustment, also when the same request comes again. Throws
   * `ProductNotFound`, `BelowReserved`, `TooMuchStock`, and `PreconditionFailed` unless `ifMatch` holds.
   */
  async execute(
    caller: Caller,
    productId: string,
    adjustment: Adjustment,
    { ifMatch, request }: { ifMatch: string | undefined; request: IdempotentRequest | undefined },
  ): Promise<AdjustedStock> {
    const { value } = await this.requests.run(caller, request, async (tx) => {
      const product = await this.products.lock(tx, productId);
      assertMatches(ifMatch, productTag(product));
      const step = adjustStock(product, adjustment, this.clock.now());
      this.steps.save(tx, step);
      const [entry] = await this.ledger.list(tx, productId, {}, 1, undefined);
      if (!entry) throw new Error(`the adjustment of ${productId} left no entry`);
      return { product: step.product, entry };
    });
    // What was stored under the key came back as JSON, which knows no dates.
    const { product, entry } = value;
    return {
      product: {
        ...product,
        createdAt: new Date(product.createdAt),
        updatedAt: new Date(product.updatedAt),
      },
      entry: { ...entry, at: new Date(entry.at) },
    };
  }
}
