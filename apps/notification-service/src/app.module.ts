import { WAYBILL } from '@app/contracts';
import { MessagingModule } from '@app/messaging';
import { type DynamicModule, Module } from '@nestjs/common';
import type { NotificationConfig } from './config.js';
import { ContactsModule } from './contacts/contacts.module.js';
import { migrations } from './migrations.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { SettingsModule } from './settings.module.js';
import type { LoadedTemplates } from './templates/load-templates.js';

@Module({})
export class AppModule {
  /** The service, wired for one configuration. */
  static forRoot(config: NotificationConfig, templates: LoadedTemplates): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.from(config, templates),
        MessagingModule.forService({ service: 'notification', choreography: WAYBILL, config, migrations }),
        ContactsModule,
        NotificationsModule,
      ],
    };
  }
}
