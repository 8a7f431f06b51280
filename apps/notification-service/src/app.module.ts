import { WAYBILL } from '@app/contracts';
import { MessagingModule } from '@app/messaging';
import type { Pace } from '@app/platform';
import { type DynamicModule, Module } from '@nestjs/common';
import type { NotificationConfig } from './config.js';
import { ContactsModule } from './contacts/contacts.module.js';
import { migrations } from './migrations.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { SettingsModule } from './settings.module.js';
import type { LoadedTemplates } from './templates/load-templates.js';

// No service waits for what is told to customers, and whoever reads it does not see a quarter of a second: fewer batches
// leave more of a machine that is shared to those that are waited for.
const BATCHES: Pace = { everyMs: 100, seldomMs: 250, ahead: 1 };

@Module({})
export class AppModule {
  /** The service, wired for one configuration. */
  static forRoot(config: NotificationConfig, templates: LoadedTemplates): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.from(config, templates),
        MessagingModule.forService({
          service: 'notification',
          choreography: WAYBILL,
          config,
          batches: BATCHES,
          migrations,
        }),
        ContactsModule,
        NotificationsModule,
      ],
    };
  }
}
