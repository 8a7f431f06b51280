import type { Channel } from '@app/contracts';
import type { NotificationKind, NotificationStatus } from './notification.js';

/** Which notifications to list: those that have everything that is given. */
export interface NotificationFilter {
  /** Any of these; with none of them there is nothing to list. */
  readonly statuses?: readonly NotificationStatus[] | undefined;
  readonly channel?: Channel | undefined;
  readonly kind?: NotificationKind | undefined;
  /** Whatever its case: no mail provider tells addresses apart by it. */
  readonly recipient?: string | undefined;
  readonly orderId?: string | undefined;
  /** Whom it tells of something of theirs. */
  readonly customerId?: string | undefined;
  /** What went there is left out. */
  readonly exceptTo?: string | undefined;
  /** RFC 3339, UTC: stored at this moment or later. */
  readonly createdFrom?: string | undefined;
  /** RFC 3339, UTC: stored before this moment. */
  readonly createdTo?: string | undefined;
}

/** How many notifications of a channel have a status. */
export interface NotificationCount {
  readonly channel: Channel;
  readonly status: NotificationStatus;
  readonly count: number;
  /** Whether there are more, for counting stopped there. */
  readonly more: boolean;
}
