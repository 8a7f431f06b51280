import { Transactions } from '@app/messaging';
import { assertMatches, Clock, type Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Product } from './domain/product.js';
import { changeProduct, type ProductChange } from './domain/product-steps.js';
import { ProductRepository } from './persistence/product.repository.js';
import { ProductStepStore } from './persistence/product-step.store.js';
import { productTag } from './product-tag.js';

/** The shop changes what it says about a product, or corrects its stock. */
@Injectable()
export class ChangeProduct {
  constructor(
    private readonly transactions: Transactions,
    private readonly products: ProductRepository,
    private readonly steps: ProductStepStore,
    private readonly clock: Clock,
  ) {}

  /**
   * The product after the change; a change to what already is so changes and tells nothing.
   * Throws `ProductNotFound`, `BelowReserved`, `PriceNotExact`, and `PreconditionFailed` unless `ifMatch` holds.
   */
  execute(
    caller: Caller,
    productId: string,
    change: ProductChange,
    ifMatch: string | undefined,
  ): Promise<Product> {
    return this.transactions.run(caller, async (tx) => {
      const product = await this.products.lock(tx, productId);
      assertMatches(ifMatch, productTag(product));

      const step = changeProduct(product, change, this.clock.now());
      if (step.events.length === 0) return product;

      this.steps.save(tx, step);
      return step.product;
    });
  }
}
