import { LOGGER, type Logger } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Parcel } from '../channels/domain/channel.js';
import { Templates } from '../templates/templates.js';
import type { Claimed } from './domain/settlement.js';

/** Makes parcels of what was claimed. Their HTML is written when a channel asks for it, and kept nowhere. */
@Injectable()
export class Parcels {
  constructor(
    private readonly templates: Templates,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** A letter that today's template cannot write any more has no HTML: its text says all of it. */
  of(claimed: Claimed): Parcel {
    const { id, recipient, subject, message } = claimed;
    return { id, recipient, subject, message, html: () => this.htmlOf(claimed) };
  }

  private htmlOf({ id, letter }: Claimed): string | null {
    try {
      return letter && this.templates.htmlOf(letter);
    } catch (err) {
      const { template, locale } = letter ?? {};
      this.logger.warn(
        { err, notificationId: id, template, locale },
        'letter has changed, sent as text alone',
      );
      return null;
    }
  }
}
