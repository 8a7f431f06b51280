import { IdempotentRequests, type IdempotentRequest } from '@app/messaging';
import { Clock, type Caller } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Product } from './domain/product.js';
import { addProduct, type NewProduct } from './domain/product-steps.js';
import { ProductRepository } from './persistence/product.repository.js';
import { StockLedger } from './persistence/stock-ledger.js';

/** Injection token of the ISO 4217 code of a price that comes without a currency. */
export const DEFAULT_CURRENCY = Symbol('inventory.default-currency');

/** A product as the shop asks for it: the currency may be left to the configuration. */
export type WantedProduct = Omit<NewProduct, 'currency'> & { readonly currency?: string | undefined };

/** The shop begins to sell a product. */
@Injectable()
export class AddProduct {
  constructor(
    private readonly requests: IdempotentRequests,
    private readonly products: ProductRepository,
    private readonly ledger: StockLedger,
    private readonly clock: Clock,
    @Inject(DEFAULT_CURRENCY) private readonly defaultCurrency: string,
  ) {}

  /** The product as it was added, also when the same request comes again. Throws `ProductExists`, `PriceNotExact`. */
  async execute(
    caller: Caller,
    wanted: WantedProduct,
    request: IdempotentRequest | undefined,
  ): Promise<Product> {
    const { value } = await this.requests.run(caller, request, async (tx) => {
      const currency = wanted.currency ?? this.defaultCurrency;
      const { product, movements, events } = addProduct({ ...wanted, currency }, this.clock.now());
      await this.products.insert(tx, product);
      this.ledger.append(tx, movements, product.createdAt);
      tx.publish(...events);
      return product;
    });
    // What was stored under the key came back as JSON, which knows no dates.
    return { ...value, createdAt: new Date(value.createdAt), updatedAt: new Date(value.updatedAt) };
  }
}
