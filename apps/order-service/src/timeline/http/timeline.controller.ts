import { Allows, ApiAnswer, ApiProblem, type Caller, RequestCaller } from '@app/platform';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { uuid } from '../../orders/http/fields.js';
import { type OrderQuery, orderQuery } from '../../orders/http/list-orders.query.js';
import { FindTimeline } from '../find-timeline.js';
import { timelineView, type TimelineView, toTimelineView } from './timeline.view.js';

/** How orders came to be as they are, and what they wait for. */
@ApiTags('orders')
@Controller('orders')
export class TimelineController {
  constructor(private readonly findTimeline: FindTimeline) {}

  @Get(':id/timeline')
  @Allows({ customer: 'own', service: 'orders:read' })
  @ApiOperation({
    summary: 'Tell the way of an order: what led to what, what waits, and what is expected next',
    description:
      'From what the order service knows: its own steps, what it has heard of inventory, and payments. It does not know ' +
      'how its events fared elsewhere, nor of events of inventory that led to no step, nor of notifications.',
  })
  @ApiAnswer(200, timelineView, 'The timeline')
  @ApiProblem({ 403: ['admin-only'], 404: ['order-not-found'] })
  async find(
    @RequestCaller() caller: Caller,
    @Param('id', { schema: uuid }) id: string,
    @Query({ schema: orderQuery }) query: OrderQuery,
  ): Promise<TimelineView> {
    return toTimelineView(await this.findTimeline.execute(caller, id, query));
  }
}
