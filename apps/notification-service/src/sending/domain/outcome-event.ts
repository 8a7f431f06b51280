import {
  type Cause,
  type Channel,
  NotificationFailed,
  NotificationSent,
  type EventDraft,
} from '@app/contracts';
import type { Metadata, NotificationKind } from '../../notifications/domain/notification.js';

/** A notification that was sent or given up just now. */
export interface Outcome {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly channel: Channel;
  readonly metadata: Metadata;
  readonly status: 'SENT' | 'FAILED';
  readonly error: string | null;
  readonly attempts: number;
  /** How many outcomes it has had, this one included: 2 when a retry by hand followed a failure. */
  readonly version: number;
}

/** The event that tells of an outcome, in the name of what led to the notification. */
export function outcomeEvent(outcome: Outcome, cause: Cause): EventDraft {
  const { id, version, kind, channel, metadata, attempts } = outcome;
  const { orderId } = metadata;
  const data = { notificationId: id, kind, channel, ...(typeof orderId === 'string' ? { orderId } : {}) };
  const draft =
    outcome.status === 'SENT'
      ? NotificationSent.of({ id, version }, data)
      : NotificationFailed.of({ id, version }, { ...data, attempts, error: outcome.error ?? '' });
  return { ...draft, cause };
}
