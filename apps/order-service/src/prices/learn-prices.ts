import type { Cause } from '@app/contracts';
import { Transactions } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import { PriceLookup } from './lookup/price-lookup.js';
import { PriceRepository } from './persistence/price.repository.js';

/** Asks for products that this service has not heard of yet, and remembers what it is told. */
@Injectable()
export class LearnPrices {
  constructor(
    private readonly transactions: Transactions,
    private readonly prices: PriceRepository,
    private readonly lookup: PriceLookup,
  ) {}

  /**
   * Whether more of the products may be known now than before. Call it outside of a transaction: no connection to the
   * database is held while the answer is waited for. Throws `PriceLookupUnavailable`.
   */
  async execute(cause: Cause, productIds: readonly string[]): Promise<boolean> {
    const known = await this.prices.of(this.transactions.reader(cause.tenant), productIds);
    const unknown = [...new Set(productIds)].filter((productId) => !known.has(productId));
    // Its event came meanwhile.
    if (unknown.length === 0) return true;
    const found = await this.lookup.of(cause.tenant, unknown, (prices) =>
      this.transactions.run(cause, (tx) => this.prices.remember(tx, prices)),
    );
    return found.length > 0;
  }
}
