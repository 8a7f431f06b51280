import { WAYBILL } from '@app/contracts';
import { MessagingModule } from '@app/messaging';
import { Module, type DynamicModule } from '@nestjs/common';
import type { InventoryConfig } from './config.js';
import { migrations } from './migrations.js';
import { ReservationsModule } from './reservations/reservations.module.js';
import { DEFAULT_CURRENCY } from './stock/add-product.js';
import { StockModule } from './stock/stock.module.js';

/** The inventory service, wired for an environment. */
@Module({})
export class AppModule {
  static forRoot(config: InventoryConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        MessagingModule.forService({ service: 'inventory', choreography: WAYBILL, config, migrations }),
        StockModule,
        ReservationsModule,
      ],
      // Global, because features ask for what the configuration decides without knowing this module.
      global: true,
      providers: [{ provide: DEFAULT_CURRENCY, useValue: config.DEFAULT_CURRENCY }],
      exports: [DEFAULT_CURRENCY],
    };
  }
}
