import {
  Allows,
  type AnswerPage,
  ApiAnswer,
  ApiProblem,
  type Caller,
  fingerprint,
  IdempotencyKey,
  PageAnswer,
  RequestCaller,
} from '@app/platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { FindNotification } from '../find-notification.js';
import { ListNotifications } from '../list-notifications.js';
import { RequestNotification } from '../request-notification.js';
import { RetryNotification } from '../retry-notification.js';
import {
  filterIn,
  type NotificationsQuery,
  notificationsQuery,
  recipientParameter,
  type RecipientNotificationsQuery,
  recipientNotificationsQuery,
} from './list-notifications.query.js';
import {
  notificationView,
  type NotificationView,
  notificationViews,
  toNotificationView,
} from './notification.view.js';
import { type RequestNotificationBody, requestNotificationBody } from './request-notification.body.js';

const notificationId = z.uuid();

/** Asking for notifications and looking at them. */
@ApiTags('notifications')
@Controller('notifications')
export class NotificationsController {
  constructor(
    private readonly requestNotification: RequestNotification,
    private readonly retryNotification: RetryNotification,
    private readonly findNotification: FindNotification,
    private readonly listNotifications: ListNotifications,
  ) {}

  @Post()
  @Allows({ service: 'notifications:write' })
  @ApiOperation({
    summary: 'Tell somebody something',
    description: 'It is stored at once and sent afterwards.',
  })
  @ApiAnswer(
    201,
    notificationView,
    'The notification. `Idempotency-Replayed: true` if it had been asked for before.',
  )
  @ApiProblem({
    400: ['validation-failed'],
    409: ['idempotency-in-progress'],
    422: ['channel-unavailable', 'idempotency-key-reused'],
  })
  async request(
    @RequestCaller() caller: Caller,
    @Body({ schema: requestNotificationBody }) body: RequestNotificationBody,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NotificationView> {
    const repeatable = key === undefined ? undefined : { key, fingerprint: fingerprint(body) };
    const { value: notification, replayed } = await this.requestNotification.execute(
      caller,
      body,
      repeatable,
    );
    if (replayed) reply.header('idempotency-replayed', 'true');
    reply.header('location', `/notifications/${notification.id}`);
    return toNotificationView(notification);
  }

  @Get()
  @Allows({ customer: 'own', service: 'notifications:read' })
  @ApiOperation({ summary: 'List notifications, newest first' })
  @ApiAnswer(200, notificationViews, 'A page of notifications')
  @ApiProblem({ 400: ['validation-failed', 'invalid-cursor', 'mixed-pagination', 'page-too-far'] })
  async list(
    @RequestCaller() caller: Caller,
    @Query({ schema: notificationsQuery }) query: NotificationsQuery,
    @PageAnswer() answer: AnswerPage,
  ): Promise<NotificationView[]> {
    const page = await this.listNotifications.execute(caller, filterIn(query), query);
    return answer(page).map(toNotificationView);
  }

  @Get('recipient/:recipient')
  @Allows({ customer: 'own', service: 'notifications:read' })
  @ApiOperation({ summary: 'List what somebody was told, newest first' })
  @ApiAnswer(200, notificationViews, 'A page of notifications')
  @ApiProblem({ 400: ['validation-failed', 'invalid-cursor', 'mixed-pagination', 'page-too-far'] })
  async listOfRecipient(
    @RequestCaller() caller: Caller,
    @Param('recipient', { schema: recipientParameter }) recipient: string,
    @Query({ schema: recipientNotificationsQuery }) query: RecipientNotificationsQuery,
    @PageAnswer() answer: AnswerPage,
  ): Promise<NotificationView[]> {
    const page = await this.listNotifications.execute(caller, { ...filterIn(query), recipient }, query);
    return answer(page).map(toNotificationView);
  }

  @Get(':id')
  @Allows({ customer: 'own', service: 'notifications:read' })
  @ApiOperation({ summary: 'Show a notification' })
  @ApiAnswer(200, notificationView, 'The notification')
  @ApiProblem({ 404: ['notification-not-found'] })
  async find(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: notificationId }) id: string,
  ): Promise<NotificationView> {
    return toNotificationView(await this.findNotification.execute(caller, id));
  }

  @Post(':id/retry')
  @Allows({ service: 'notifications:write' })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Try a failed notification again',
    description: 'With as many attempts as a new one has.',
  })
  @ApiAnswer(200, notificationView, 'The notification, PENDING')
  @ApiProblem({ 404: ['notification-not-found'], 409: ['notification-not-failed'] })
  async retry(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: notificationId }) id: string,
  ): Promise<NotificationView> {
    return toNotificationView(await this.retryNotification.execute(caller, id));
  }
}
