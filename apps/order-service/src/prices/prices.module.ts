import { Module } from '@nestjs/common';
import { RememberPriceOnProductUpdated } from './handlers/remember-price-on-product-updated.js';
import { LearnPrices } from './learn-prices.js';
import { InventoryClient } from './lookup/inventory-client.js';
import { LookupBreaker } from './lookup/lookup-breaker.js';
import { PriceLookup } from './lookup/price-lookup.js';
import { PriceRepository } from './persistence/price.repository.js';

/** What products cost, as far as this service has been told or could ask. */
@Module({
  controllers: [RememberPriceOnProductUpdated],
  providers: [InventoryClient, LearnPrices, LookupBreaker, PriceLookup, PriceRepository],
  exports: [LearnPrices, PriceRepository],
})
export class PricesModule {}
