import { Clock, LOGGER, type Logger } from '@app/platform';
import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module.js';
import { CHANNELS } from '../channels/channels.js';
import type { Channel } from '../channels/domain/channel.js';
import { ContactsModule } from '../contacts/contacts.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { DigestAlerts } from './digest-alerts.js';
import { DueWatch } from './due-watch.js';
import { DueWork } from './due-work.js';
import { HandOver } from './hand-over.js';
import { Parcels } from './parcels.js';
import { AlertDigestRepository } from './persistence/alert-digest.repository.js';
import { OutgoingRepository } from './persistence/outgoing.repository.js';
import { Throttle } from './throttle.js';
import { ProviderBreaker } from './providers/provider-breaker.js';
import { ProviderMetrics } from './providers/provider-metrics.js';
import { reportChanges } from './providers/report-changes.js';
import { Route, routesOf } from './providers/route.js';
import { Retention } from './retention.js';
import { SENDER_SETTINGS, type SenderSettings } from './sender-settings.js';
import { SenderLoop } from './sender-loop.js';
import { SENDER_LOOPS, Senders } from './senders.js';
import { SendingMetrics } from './sending-metrics.js';
import { SendingRound } from './sending-round.js';

const routesFrom = (
  channels: readonly Channel[],
  { breaker }: SenderSettings,
  metrics: ProviderMetrics,
  sending: SendingMetrics,
  clock: Clock,
  logger: Logger,
): Route[] =>
  routesOf(
    channels.map((channel) => {
      const provider = new ProviderBreaker(channel, breaker, () => clock.now());
      sending.watch(channel.name, provider.provider);
      reportChanges(channel.name, provider, metrics, logger);
      return [channel.name, provider] as const;
    }),
  );

const loopsOf = (
  routes: readonly Route[],
  round: SendingRound,
  parcels: Parcels,
  throttle: Throttle,
  metrics: SendingMetrics,
  settings: SenderSettings,
  logger: Logger,
): SenderLoop[] =>
  routes.map((route) => new SenderLoop(route, round, parcels, throttle, metrics, settings, logger));

const ROUTES = Symbol('notification-routes');

/** Sends what is stored. Other features only say that there is something: `DueWork`. */
@Module({
  imports: [ChannelsModule, ContactsModule, TemplatesModule],
  providers: [
    DueWork,
    HandOver,
    OutgoingRepository,
    SendingRound,
    Parcels,
    Throttle,
    SendingMetrics,
    ProviderMetrics,
    Senders,
    DueWatch,
    Retention,
    AlertDigestRepository,
    DigestAlerts,
    {
      provide: ROUTES,
      useFactory: routesFrom,
      inject: [CHANNELS, SENDER_SETTINGS, ProviderMetrics, SendingMetrics, Clock, LOGGER],
    },
    {
      provide: SENDER_LOOPS,
      useFactory: loopsOf,
      inject: [ROUTES, SendingRound, Parcels, Throttle, SendingMetrics, SENDER_SETTINGS, LOGGER],
    },
  ],
  exports: [DueWork, DigestAlerts, HandOver],
})
export class SendingModule {}
