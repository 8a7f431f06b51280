import type { Channel as ChannelName } from '@app/contracts';
import type { Logger } from '@app/platform';
import type { ProviderBreaker } from './provider-breaker.js';
import type { ProviderMetrics } from './provider-metrics.js';

/** Counts each change of a provider's breaker, and logs when the provider is lost and when it is back. */
export function reportChanges(
  channel: ChannelName,
  breaker: ProviderBreaker,
  metrics: ProviderMetrics,
  logger: Logger,
): void {
  const { provider } = breaker;
  let isLost = false;
  metrics.watch(provider);
  metrics.breaker(provider, breaker.state);
  breaker.onChange((state) => {
    metrics.changed(provider, state);
    if (state === 'open' && !isLost)
      logger.warn(
        { channel, provider, reason: breaker.outage?.reason },
        'provider unreachable, sending pauses',
      );
    else if (state === 'closed') logger.info({ channel, provider }, 'provider reachable again');
    isLost = state !== 'closed';
  });
}
