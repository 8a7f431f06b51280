import type { Channel as ChannelName } from '@app/contracts';
import type { Logger } from '@app/platform';
import type { Channel, Parcel } from '../domain/channel.js';

/** For development: nothing leaves the machine, and the log tells what would have been sent; to whom and what the API shows. */
export class LogChannel implements Channel {
  /** `log-email`, `log-sms` or `log-push`. */
  readonly provider: string;

  constructor(
    readonly name: ChannelName,
    private readonly logger: Logger,
  ) {
    this.provider = `log-${name.toLowerCase()}`;
  }

  send({ id }: Parcel): Promise<void> {
    this.logger.info({ notificationId: id, channel: this.name }, 'would send a notification');
    return Promise.resolve();
  }

  close(): void {
    // There is nothing to close.
  }
}
