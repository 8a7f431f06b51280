import { Module } from '@nestjs/common';
import { FindTimeline } from './find-timeline.js';
import { TimelineController } from './http/timeline.controller.js';
import { TimelineRepository } from './persistence/timeline.repository.js';

/** The way of each order, told from what is on record. */
@Module({
  controllers: [TimelineController],
  providers: [FindTimeline, TimelineRepository],
})
export class TimelineModule {}
