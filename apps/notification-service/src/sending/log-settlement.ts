import type { Channel as ChannelName } from '@app/contracts';
import type { Logger } from '@app/platform';
import type { Settlement } from './domain/settlement.js';

/** Writes one line of every attempt to send: at debug if it went as it should, otherwise as a warning. */
export function logSettlement(
  channel: ChannelName,
  { id: notificationId, status, counted, error, delayMs }: Settlement,
  correlationId: string | undefined,
  logger: Logger,
): void {
  const letter = { notificationId, correlationId, channel };
  if (status === 'SENT') logger.debug(letter, 'notification sent');
  else if (status === 'FAILED') logger.warn({ ...letter, error }, 'notification given up');
  // What was not counted met a provider that is away, and the line of the provider says so once.
  else if (counted === 1) logger.warn({ ...letter, error, delayMs }, 'notification will be tried again');
}
