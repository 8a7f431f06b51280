import { WAYBILL } from '@app/contracts';
import { MessagingModule } from '@app/messaging';
import { Module, type DynamicModule } from '@nestjs/common';
import type { InventoryConfig } from './config.js';
import { migrations } from './migrations.js';
import { RESERVATION_TTL_MS } from './reservations/reservation-ttl.js';
import { ReservationsModule } from './reservations/reservations.module.js';
import { DEFAULT_CURRENCY } from './stock/add-product.js';
import { IMPORT_LIMIT_BYTES } from './stock/http/import.controller.js';
import { StockModule } from './stock/stock.module.js';
import { ValidationModule } from './validation/validation.module.js';

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
        ValidationModule,
      ],
      // Global, because features ask for what the configuration decides without knowing this module.
      global: true,
      providers: [
        { provide: DEFAULT_CURRENCY, useValue: config.DEFAULT_CURRENCY },
        { provide: IMPORT_LIMIT_BYTES, useValue: config.IMPORT_LIMIT_BYTES },
        { provide: RESERVATION_TTL_MS, useValue: config.RESERVATION_TTL_MS },
      ],
      exports: [DEFAULT_CURRENCY, IMPORT_LIMIT_BYTES, RESERVATION_TTL_MS],
    };
  }
}
