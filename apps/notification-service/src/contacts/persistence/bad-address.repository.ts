import type { Channel, Contact as Addresses } from '@app/contracts';
import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';

/** An address that a provider has refused for good, and why. */
export interface BadAddress {
  readonly channel: Channel;
  readonly recipient: string;
  /** Holds no address. */
  readonly reason: string;
}

/** Addresses that nothing can reach, until somebody saves a contact with them again. */
@Injectable()
export class BadAddressRepository {
  /** Notes them down; a push subscription, of which no second chance is known, is forgotten altogether. */
  async mark(tx: Tx, addresses: readonly BadAddress[]): Promise<void> {
    const gone = addresses.filter(({ channel }) => channel === 'PUSH');
    const bad = addresses.filter(({ channel }) => channel !== 'PUSH');
    if (bad.length > 0) await this.insert(tx, bad);
    if (gone.length > 0) await this.forgetSubscriptions(tx, gone);
  }

  /** The addresses are as good as new. */
  async forgive(tx: Tx, { email, phone }: Addresses): Promise<void> {
    await tx.query(
      `DELETE FROM bad_addresses
       WHERE (channel = 'EMAIL' AND recipient = lower($1)) OR (channel = 'SMS' AND recipient = $2)`,
      [email ?? null, phone ?? null],
    );
  }

  private async insert(tx: Tx, bad: readonly BadAddress[]): Promise<void> {
    await tx.query(
      `INSERT INTO bad_addresses (channel, recipient, reason)
       SELECT channel, CASE WHEN channel = 'EMAIL' THEN lower(recipient) ELSE recipient END, reason
       FROM unnest($1::text[], $2::text[], $3::text[]) AS b (channel, recipient, reason)
       ORDER BY 1, 2
       ON CONFLICT (channel, recipient) DO NOTHING`,
      [
        bad.map(({ channel }) => channel),
        bad.map(({ recipient }) => recipient),
        bad.map(({ reason }) => reason),
      ],
    );
  }

  private async forgetSubscriptions(tx: Tx, gone: readonly BadAddress[]): Promise<void> {
    await tx.query(
      `DELETE FROM push_subscriptions WHERE endpoint IN (
         SELECT endpoint FROM push_subscriptions WHERE endpoint = ANY ($1::text[]) ORDER BY endpoint FOR UPDATE)`,
      [gone.map(({ recipient }) => recipient)],
    );
  }
}
