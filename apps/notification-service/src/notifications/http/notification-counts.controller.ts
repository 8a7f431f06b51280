import { Allows, ApiAnswer, type Caller, RequestCaller } from '@app/platform';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CountNotifications, MOST_OF_EACH } from '../count-notifications.js';
import {
  notificationCounts,
  type NotificationCounts,
  toNotificationCounts,
} from './notification-counts.view.js';

/** How many notifications there are. */
@ApiTags('notifications')
@Controller('notifications/counts')
export class NotificationCountsController {
  constructor(private readonly countNotifications: CountNotifications) {}

  @Get()
  @Allows({ service: 'notifications:read' })
  @ApiOperation({
    summary: 'Count notifications by channel and status',
    description: `Every pair is counted up to ${MOST_OF_EACH}; \`more\` says where counting stopped there.`,
  })
  @ApiAnswer(200, notificationCounts, 'A number for every channel and status')
  async count(@RequestCaller() caller: Caller): Promise<NotificationCounts> {
    return toNotificationCounts(await this.countNotifications.execute(caller));
  }
}
