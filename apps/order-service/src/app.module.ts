import { WAYBILL } from '@app/contracts';
import { MessagingModule } from '@app/messaging';
import { type DynamicModule, Module } from '@nestjs/common';
import { BacklogModule } from './backlog/backlog.module.js';
import type { OrderServiceConfig } from './config.js';
import { LiveModule } from './live/live.module.js';
import { migrations } from './migrations.js';
import { OrdersModule } from './orders/orders.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { PricesModule } from './prices/prices.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { providerChoice, SettingsModule } from './settings.module.js';
import { TimelineModule } from './timeline/timeline.module.js';

/** The order service, wired for an environment. */
@Module({})
export class AppModule {
  static forRoot(config: OrderServiceConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.from(config),
        MessagingModule.forService({ service: 'order', choreography: WAYBILL, config, migrations }),
        PricesModule,
        LiveModule,
        OrdersModule,
        PaymentsModule.with(providerChoice(config)),
        ReportsModule,
        TimelineModule,
        BacklogModule,
      ],
    };
  }
}
