import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module.js';
import { SendingModule } from '../sending/sending.module.js';
import { ChooseWays } from './choose-ways.js';
import { NotificationRepository } from './persistence/notification.repository.js';
import { QueueNotifications } from './queue-notifications.js';

/** What every feature needs that has somebody to tell something: by which ways, and where to store it. */
@Module({
  imports: [ChannelsModule, SendingModule],
  providers: [ChooseWays, NotificationRepository, QueueNotifications],
  exports: [ChooseWays, NotificationRepository, QueueNotifications],
})
export class QueueModule {}
