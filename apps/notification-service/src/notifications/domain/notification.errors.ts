import type { Channel } from '@app/contracts';
import { DomainError } from '@app/platform';

/** There is no notification of that id. 404 `notification-not-found`. */
export class NotificationNotFound extends DomainError {
  constructor(id: string) {
    super({ code: 'notification-not-found', kind: 'not-found', detail: `There is no notification ${id}.` });
  }
}

/** Only what has failed can be tried again. 409 `notification-not-failed`. */
export class NotificationNotFailed extends DomainError {
  constructor(id: string, status: string) {
    super({
      code: 'notification-not-failed',
      kind: 'conflict',
      detail: `Notification ${id} is ${status}; only a FAILED one can be tried again.`,
      extensions: { currentStatus: status },
    });
  }
}

/** Nothing here can send by that channel. 422 `channel-unavailable`. */
export class ChannelUnavailable extends DomainError {
  constructor(channel: Channel, available: readonly Channel[]) {
    super({
      code: 'channel-unavailable',
      kind: 'unprocessable',
      detail: `${channel} cannot be sent here; ${available.join(', ')} can.`,
      errors: [{ in: 'body', pointer: '/type', detail: `Must be one of ${available.join(', ')}` }],
    });
  }
}
