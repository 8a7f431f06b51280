import { WAYBILL } from '@app/contracts';
import { MessagingModule, openDataSource } from '@app/messaging';
import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { OrderServiceConfig } from './config.js';
import { orderDataSourceOptions } from './data-source.js';
import { OrdersModule } from './orders/orders.module.js';
import { PricesModule } from './prices/prices.module.js';

/** The order service, wired for an environment. */
@Module({})
export class AppModule {
  static forRoot(config: OrderServiceConfig): DynamicModule {
    const database = orderDataSourceOptions(config);
    return {
      module: AppModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => database,
          dataSourceFactory: () => openDataSource(database),
        }),
        MessagingModule.forRoot({
          service: 'order',
          choreography: WAYBILL,
          broker: {
            url: config.RABBITMQ_URL,
            prefix: config.RABBITMQ_PREFIX,
            prefetch: config.RABBITMQ_PREFETCH,
            retryDelaysMs: config.RETRY_DELAYS_MS,
          },
        }),
        PricesModule,
        OrdersModule,
      ],
    };
  }
}
