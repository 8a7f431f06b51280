import { Transactions } from '@app/messaging';
import { type Caller, isOwnOf } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { OrderNotFound } from '../orders/domain/order.errors.js';
import { BEGINNING, beforeTransaction, decodePlace, type FeedPlace } from './domain/feed-place.js';
import { ForeignEvents, InvalidEventId } from './domain/live.errors.js';
import type { FeedFilter } from './domain/step.js';
import { Follower } from './follower.js';
import { FeedRepository } from './persistence/feed.repository.js';
import { StepFeed } from './step-feed.js';
import { FeedTrail, OrderTrail } from './trails.js';
import { Turns } from './turns.js';

const PAGE_SIZE = 200;
// Clients that all connect again at once must leave connections of the pool to the requests.
const READERS = 2;
const VERSION = /^[1-9]\d{0,9}$/;

/** Where to begin for a client that has no event to go on after. */
export type Start = 'now' | 'beginning';

/** Lets clients follow the steps of orders, each step once and in order, across connections and instances. */
@Injectable()
export class FollowOrders {
  private readonly turns = new Turns(READERS);

  constructor(
    private readonly transactions: Transactions,
    private readonly feed: StepFeed,
    private readonly steps: FeedRepository,
  ) {}

  /** Every step of the order after the one that `lastEventId` names. Throws `OrderNotFound` and `InvalidEventId`. */
  async one({ tenant, principal }: Caller, orderId: string, lastEventId?: string): Promise<Follower> {
    const db = this.transactions.reader(tenant);
    const order = await this.steps.findOrder(db, orderId);
    if (!order || !isOwnOf(principal, order.customerId)) throw new OrderNotFound(orderId);
    const trail = new OrderTrail(orderId, versionOf(lastEventId, order.version), PAGE_SIZE, (after, limit) =>
      this.turns.take(() => this.steps.stepsOf(db, orderId, after, limit)),
    );
    return new Follower(tenant, this.feed, trail);
  }

  /**
   * Every step that the filter lets through after the one that `lastEventId` names, or from `start`; a customer's own
   * only. Throws `ForeignEvents` and `InvalidEventId`.
   */
  async all(caller: Caller, filter: FeedFilter, start: Start, lastEventId?: string): Promise<Follower> {
    const { tenant } = caller;
    const allowed = { ...filter, customerId: customerOf(caller, filter) };
    const db = this.transactions.reader(tenant);
    const place = await this.placeOf(tenant, start, lastEventId);
    const trail = new FeedTrail(place, allowed, (after) =>
      this.turns.take(() => this.steps.page(db, { after, limit: PAGE_SIZE, customerId: allowed.customerId })),
    );
    return new Follower(tenant, this.feed, trail);
  }

  private async placeOf(tenant: string, start: Start, lastEventId?: string): Promise<FeedPlace> {
    const last = lastEventId === undefined ? undefined : decodePlace(lastEventId);
    const { oldestOpen, next } = await this.steps.present(this.transactions.reader(tenant));
    // Given out by another database, or by this one before it went back in time: steps to come would sort before it.
    if (last && last.transaction > next) throw new InvalidEventId();
    return last ?? (start === 'now' ? beforeTransaction(oldestOpen) : BEGINNING);
  }
}

function versionOf(lastEventId: string | undefined, latest: number): number {
  if (lastEventId === undefined) return 0;
  if (!VERSION.test(lastEventId) || Number(lastEventId) > latest) throw new InvalidEventId();
  return Number(lastEventId);
}

function customerOf({ principal }: Caller, { customerId }: FeedFilter): string | undefined {
  if (principal.role !== 'customer') return customerId;
  // A customer without a name has no orders, and must not be taken for somebody who may see all.
  if (principal.id === undefined) throw new ForeignEvents();
  if (customerId !== undefined && customerId !== principal.id) throw new ForeignEvents();
  return principal.id;
}
