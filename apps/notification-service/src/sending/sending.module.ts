import { Clock, LOGGER, type Logger } from '@app/platform';
import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module.js';
import { CHANNELS } from '../channels/channels.js';
import type { Channel } from '../channels/domain/channel.js';
import { Reachability } from './domain/reachability.js';
import { DueWork } from './due-work.js';
import { OutgoingRepository } from './persistence/outgoing.repository.js';
import { SENDER_SETTINGS, type SenderSettings } from './sender-settings.js';
import { SenderLoop } from './sender-loop.js';
import { SENDER_LOOPS, Senders } from './senders.js';
import { SendingRound } from './sending-round.js';

const loopsOf = (
  channels: readonly Channel[],
  round: SendingRound,
  settings: SenderSettings,
  clock: Clock,
  logger: Logger,
): SenderLoop[] =>
  channels.map((channel) => {
    const reachability = new Reachability(settings.outage, () => clock.now(), Math.random);
    return new SenderLoop(channel, round, reachability, settings, logger);
  });

/** Sends what is stored. Other features only say that there is something: `DueWork`. */
@Module({
  imports: [ChannelsModule],
  providers: [
    DueWork,
    OutgoingRepository,
    SendingRound,
    Senders,
    {
      provide: SENDER_LOOPS,
      useFactory: loopsOf,
      inject: [CHANNELS, SendingRound, SENDER_SETTINGS, Clock, LOGGER],
    },
  ],
  exports: [DueWork],
})
export class SendingModule {}
