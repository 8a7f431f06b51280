import { WAYBILL } from '@app/contracts';
import { MessagingModule, openDataSource } from '@app/messaging';
import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { InventoryConfig } from './config.js';
import { inventoryDataSourceOptions } from './data-source.js';
import { ReservationsModule } from './reservations/reservations.module.js';
import { DEFAULT_CURRENCY } from './stock/add-product.js';
import { StockModule } from './stock/stock.module.js';

/** The inventory service, wired for an environment. */
@Module({})
export class AppModule {
  static forRoot(config: InventoryConfig): DynamicModule {
    const database = inventoryDataSourceOptions(config);
    return {
      module: AppModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => database,
          dataSourceFactory: () => openDataSource(database),
        }),
        MessagingModule.forRoot({
          service: 'inventory',
          choreography: WAYBILL,
          broker: {
            url: config.RABBITMQ_URL,
            prefix: config.RABBITMQ_PREFIX,
            prefetch: config.RABBITMQ_PREFETCH,
            retryDelaysMs: config.RETRY_DELAYS_MS,
          },
        }),
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
