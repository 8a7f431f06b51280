import { Module } from '@nestjs/common';
import { RememberPriceOnProductUpdated } from './handlers/remember-price-on-product-updated.js';
import { PriceRepository } from './persistence/price.repository.js';

/** What products cost, as far as this service has been told. */
@Module({
  controllers: [RememberPriceOnProductUpdated],
  providers: [PriceRepository],
  exports: [PriceRepository],
})
export class PricesModule {}
