import { Module } from '@nestjs/common';
import { CHANNELS } from './channels.js';
import { SMTP_SETTINGS, SmtpChannel, type SmtpSettings } from './email/smtp-channel.js';

/** The ways to reach people; the one place where a channel is added. */
@Module({
  providers: [
    {
      provide: CHANNELS,
      useFactory: (smtp: SmtpSettings) => [new SmtpChannel(smtp)],
      inject: [SMTP_SETTINGS],
    },
  ],
  exports: [CHANNELS],
})
export class ChannelsModule {}
