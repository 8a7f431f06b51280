import { orderStream, WAYBILL } from '@app/contracts';
import type { HistoryEntry } from '../../orders/domain/order.js';
import type { FeedPlace } from './feed-place.js';

/** One step of an order, and its place among the steps of all orders. */
export interface FeedStep {
  readonly place: FeedPlace;
  readonly orderId: string;
  readonly customerId: string;
  readonly entry: HistoryEntry;
}

/** A stretch of the feed. */
export interface FeedPage {
  /** In the order of their places. */
  readonly steps: readonly FeedStep[];
  /** Everything up to here has been read. */
  readonly reached: FeedPlace;
  /** Whether there may be more to read at once. */
  readonly hasMore: boolean;
}

/** Which steps are wanted; what is left out does not restrict it. */
export interface FeedFilter {
  readonly customerId?: string | undefined;
  /** Types of events. */
  readonly types?: readonly string[] | undefined;
}

/** Every type of event that a step of an order is told by. */
export const STEP_EVENTS = WAYBILL.contracts
  .filter(({ stream }) => stream.name === orderStream.name)
  .map(({ type }) => type) as [string, ...string[]];

export const passes = ({ customerId, types }: FeedFilter, step: FeedStep): boolean =>
  (customerId === undefined || step.customerId === customerId) &&
  (types === undefined || types.includes(step.entry.event));
