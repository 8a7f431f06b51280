import { Transactions } from '@app/messaging';
import { assertAdmin, type Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { visible } from '../orders/domain/visible.js';
import { type Timeline, timelineOf } from './domain/timeline.js';
import { TimelineRepository } from './persistence/timeline.repository.js';

/** Tells the way of one order. */
@Injectable()
export class FindTimeline {
  constructor(
    private readonly transactions: Transactions,
    private readonly timelines: TimelineRepository,
  ) {}

  /** That of a deleted order for administrators only and on request. Throws `OrderNotFound` and `AdminOnly`. */
  async execute(caller: Caller, id: string, { includeDeleted = false } = {}): Promise<Timeline> {
    if (includeDeleted) assertAdmin(caller);
    const facts = await this.timelines.find(this.transactions.reader(caller.tenant), id);
    return timelineOf(visible(facts, { id, principal: caller.principal, includeDeleted }));
  }
}
