import { Transactions } from '@app/messaging';
import { DEFAULT_TENANT, LOGGER, type Logger } from '@app/platform';
import { Module } from '@nestjs/common';
import { ContactsModule } from '../contacts/contacts.module.js';
import { PushSubscriptionRepository } from '../contacts/persistence/push-subscription.repository.js';
import { CHANNEL_SETTINGS, type ChannelSettings } from './channel-settings.js';
import { CHANNELS } from './channels.js';
import type { Channel } from './domain/channel.js';
import { SmtpChannel } from './email/smtp-channel.js';
import { LogChannel } from './log/log-channel.js';
import { type KeyRing, WebPushChannel } from './push/web-push-channel.js';
import { TwilioChannel } from './sms/twilio-channel.js';

/** Injects the `KeyRing`. */
const KEY_RING = Symbol('notification-key-ring');

const channelsOf = async (
  { email, sms, push }: ChannelSettings,
  ring: KeyRing,
  logger: Logger,
): Promise<Channel[]> => {
  const channels: Channel[] =
    email === 'log' ? [new LogChannel('EMAIL', logger)] : email.map((server) => new SmtpChannel(server));
  if (sms) channels.push(sms === 'log' ? new LogChannel('SMS', logger) : await TwilioChannel.open(sms));
  if (push) channels.push(push === 'log' ? new LogChannel('PUSH', logger) : new WebPushChannel(push, ring));
  return channels;
};

const keyRing = (transactions: Transactions, subscriptions: PushSubscriptionRepository): KeyRing => ({
  keysOf: (endpoint) => subscriptions.keysOf(transactions.reader(DEFAULT_TENANT), endpoint),
});

/** The ways to reach people; the one place where a channel is added. */
@Module({
  imports: [ContactsModule],
  providers: [
    { provide: KEY_RING, useFactory: keyRing, inject: [Transactions, PushSubscriptionRepository] },
    { provide: CHANNELS, useFactory: channelsOf, inject: [CHANNEL_SETTINGS, KEY_RING, LOGGER] },
  ],
  exports: [CHANNELS],
})
export class ChannelsModule {}
