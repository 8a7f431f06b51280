import {
  Allows,
  ApiEventStream,
  ApiProblem,
  type Caller,
  EventStreams,
  LastEventId,
  RequestCaller,
} from '@app/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { uuid } from '../../orders/http/fields.js';
import { FollowOrders } from '../follow-orders.js';
import {
  type FollowOrderQuery,
  followOrderQuery,
  type FollowOrdersQuery,
  followOrdersQuery,
} from './follow.query.js';
import { FEED_EXAMPLE, feedMessage, ORDER_STREAM_EXAMPLE, orderMessage } from './step.message.js';

/** The steps of orders as they happen, as server-sent events. */
@ApiTags('orders')
@Controller('orders')
export class LiveController {
  constructor(
    private readonly followOrders: FollowOrders,
    private readonly streams: EventStreams,
  ) {}

  @Get('events')
  @Allows({ customer: 'own', service: 'orders:read' })
  @ApiOperation({
    summary: 'Follow the steps of all orders',
    description:
      'Server-sent events, each step once, the steps of one order in their order; a customer sees their own. The id of ' +
      'an event is opaque. A client that connects again with `Last-Event-ID` misses nothing.',
  })
  @ApiEventStream('The steps, as they are taken', FEED_EXAMPLE)
  @ApiProblem({
    400: ['validation-failed', 'invalid-event-id'],
    403: ['foreign-events'],
    503: ['too-many-streams'],
  })
  async followAll(
    @RequestCaller() caller: Caller,
    @Query({ schema: followOrdersQuery }) { customerId, type: types, from, lastEventId }: FollowOrdersQuery,
    @LastEventId() lastSeen: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.streams.assertRoom();
    const follower = await this.followOrders.all(
      caller,
      { customerId, types },
      from,
      lastSeen ?? lastEventId,
    );
    this.streams.answer(reply, (stream) => follower.follow(stream, feedMessage));
  }

  @Get(':id/events')
  @Allows({ customer: 'own', service: 'orders:read' })
  @ApiOperation({
    summary: 'Follow the steps of an order',
    description:
      'Server-sent events: every step from the first, or after the one that `Last-Event-ID` names, then each as it is ' +
      'taken. The id of an event is the version of the order. The stream stays open when the order has come to its end.',
  })
  @ApiEventStream('The steps, from the first on', ORDER_STREAM_EXAMPLE)
  @ApiProblem({
    400: ['validation-failed', 'invalid-event-id'],
    404: ['order-not-found'],
    503: ['too-many-streams'],
  })
  async followOne(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) id: string,
    @Query({ schema: followOrderQuery }) { lastEventId }: FollowOrderQuery,
    @LastEventId() lastSeen: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.streams.assertRoom();
    const follower = await this.followOrders.one(caller, id, lastSeen ?? lastEventId);
    this.streams.answer(reply, (stream) => follower.follow(stream, orderMessage));
  }
}
