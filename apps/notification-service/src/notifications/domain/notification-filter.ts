import type { Channel } from '@app/contracts';
import type { NotificationKind, NotificationStatus } from './notification.js';

/** Which notifications to list: those that have everything that is given. */
export interface NotificationFilter {
  readonly status?: NotificationStatus | undefined;
  readonly sent?: boolean | undefined;
  readonly channel?: Channel | undefined;
  readonly kind?: NotificationKind | undefined;
  /** Whatever its case: no mail provider tells addresses apart by it. */
  readonly recipient?: string | undefined;
  readonly orderId?: string | undefined;
}
