import { WAYBILL } from '@app/contracts';
import { MessagingModule } from '@app/messaging';
import { type DynamicModule, Module } from '@nestjs/common';
import type { OrderServiceConfig } from './config.js';
import { migrations } from './migrations.js';
import { OrdersModule } from './orders/orders.module.js';
import { PricesModule } from './prices/prices.module.js';

/** The order service, wired for an environment. */
@Module({})
export class AppModule {
  static forRoot(config: OrderServiceConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        MessagingModule.forService({ service: 'order', choreography: WAYBILL, config, migrations }),
        PricesModule,
        OrdersModule,
      ],
    };
  }
}
