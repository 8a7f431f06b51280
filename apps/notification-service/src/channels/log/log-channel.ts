import type { Channel as ChannelName } from '@app/contracts';
import type { Logger } from '@app/platform';
import type { Channel, Parcel } from '../domain/channel.js';

/** For development: nothing leaves the machine, the log tells what would have been sent; to whom and what only at `debug`. */
export class LogChannel implements Channel {
  /** `log-email`, `log-sms` or `log-push`. */
  readonly provider: string;

  constructor(
    readonly name: ChannelName,
    private readonly logger: Logger,
  ) {
    this.provider = `log-${name.toLowerCase()}`;
  }

  send({ id, recipient, subject, message }: Parcel): Promise<void> {
    const notification = { notificationId: id, channel: this.name };
    this.logger.info(notification, 'would send a notification');
    this.logger.debug({ ...notification, recipient, subject, message }, 'what would be sent');
    return Promise.resolve();
  }

  close(): void {
    // There is nothing to close.
  }
}
