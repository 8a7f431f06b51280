import type { Channel as ChannelName } from '@app/contracts';
import type { Logger } from '@app/platform';
import type { Settlement } from './domain/settlement.js';
import type { SendingMetrics } from './sending-metrics.js';

/** Counts what became of an attempt, and logs it unless it went as it should. */
export function reportSettlement(
  channel: ChannelName,
  settlement: Settlement,
  metrics: SendingMetrics,
  logger: Logger,
): void {
  const { id: notificationId, status, counted, error, delayMs } = settlement;
  metrics.settled(channel, settlement);
  if (status === 'SENT') logger.debug({ notificationId, channel }, 'notification sent');
  else if (status === 'FAILED') logger.warn({ notificationId, channel, error }, 'notification given up');
  else if (counted === 1) {
    logger.warn({ notificationId, channel, error, delayMs }, 'notification will be tried again');
  }
}
