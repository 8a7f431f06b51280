import { EventStreams, Lifecycle, MetricsRegistry } from '@app/platform';
import { Module } from '@nestjs/common';
import { EVENT_STREAMS_MAX } from './event-streams-max.js';
import { FollowOrders } from './follow-orders.js';
import { LiveController } from './http/live.controller.js';
import { FeedRepository } from './persistence/feed.repository.js';
import { StepFeed } from './step-feed.js';

/** The steps of orders, told as they are taken. */
@Module({
  controllers: [LiveController],
  providers: [
    FollowOrders,
    StepFeed,
    FeedRepository,
    {
      provide: EventStreams,
      useFactory: (lifecycle: Lifecycle, metrics: MetricsRegistry, most: number) =>
        new EventStreams(lifecycle, metrics, most),
      inject: [Lifecycle, MetricsRegistry, EVENT_STREAMS_MAX],
    },
  ],
})
export class LiveModule {}
