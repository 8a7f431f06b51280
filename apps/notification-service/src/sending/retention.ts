import { Transactions } from '@app/messaging';
import { Chores, DEFAULT_TENANT, newId } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { OutgoingRepository } from './persistence/outgoing.repository.js';
import { SENDER_SETTINGS, type SenderSettings } from './sender-settings.js';

const EVERY_MS = 10 * 60_000;
// In pieces, so that no transaction holds many locks for long.
const AT_ONCE = 5000;

/** Deletes notifications whose outcome is final and old enough; by default none ever is. */
@Injectable()
export class Retention {
  constructor(
    private readonly transactions: Transactions,
    private readonly outgoing: OutgoingRepository,
    @Inject(SENDER_SETTINGS) private readonly settings: SenderSettings,
    chores: Chores,
  ) {
    const work = (signal: AbortSignal): Promise<void> => this.sweep(signal);
    chores.add({ name: 'delete old notifications', everyMs: EVERY_MS, work });
  }

  async sweep(signal?: AbortSignal): Promise<void> {
    const { retentionDays } = this.settings;
    if (retentionDays === 0) return;
    for (;;) {
      const cause = { tenant: DEFAULT_TENANT, correlationid: newId() };
      const deleted = await this.transactions.run(cause, (tx) =>
        this.outgoing.deleteFinal(tx, retentionDays, AT_ONCE),
      );
      if (deleted < AT_ONCE || signal?.aborted) return;
    }
  }
}
