import type { Queryable, Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { NotificationKind } from '../../notifications/domain/notification.js';
import type { Contact, PushSubscription, Reachable } from '../domain/contact.js';
import type { QuietHours } from '../domain/quiet-hours.js';
import { PushSubscriptionRepository } from './push-subscription.repository.js';

interface ContactRow {
  readonly customer_id: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: string | null;
  readonly opt_out: readonly NotificationKind[];
  readonly quiet_hours: QuietHours | null;
  readonly push_subscriptions: readonly PushSubscription[];
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const SELECT = `
  SELECT c.*, coalesce((
    SELECT jsonb_agg(jsonb_build_object('endpoint', endpoint, 'keys', jsonb_build_object('p256dh', p256dh, 'auth', auth))
                     ORDER BY created_at, endpoint)
    FROM push_subscriptions s WHERE s.customer_id = c.customer_id), '[]') AS push_subscriptions
  FROM contacts c WHERE c.customer_id = $1`;

/** The contact book. */
@Injectable()
export class ContactRepository {
  constructor(private readonly subscriptions: PushSubscriptionRepository) {}

  async find(db: Queryable, customerId: string): Promise<Contact | undefined> {
    const rows = await db.query<ContactRow>(SELECT, [customerId]);
    return rows.map(contactOf)[0];
  }

  /** The entry, which nobody else can change until the transaction ends; its push subscriptions may go all the same. */
  async lock(tx: Tx, customerId: string): Promise<Contact | undefined> {
    const locked = await tx.query('SELECT 1 FROM contacts WHERE customer_id = $1 FOR UPDATE', [customerId]);
    // One that has come since would be found, and not be locked.
    return locked.length === 0 ? undefined : this.find(tx, customerId);
  }

  async save(tx: Tx, customerId: string, reachable: Reachable): Promise<Contact> {
    const { email, phone, locale, optOut, quietHours, pushSubscriptions } = reachable;
    await tx.query(
      `INSERT INTO contacts (customer_id, email, phone, locale, opt_out, quiet_hours)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb)
       ON CONFLICT (customer_id) DO UPDATE
       SET email = excluded.email, phone = excluded.phone, locale = excluded.locale, opt_out = excluded.opt_out,
           quiet_hours = excluded.quiet_hours, version = contacts.version + 1, updated_at = now()`,
      [
        customerId,
        email ?? null,
        phone ?? null,
        locale ?? null,
        optOut,
        quietHours === undefined ? null : JSON.stringify(quietHours),
      ],
    );
    await this.subscriptions.replace(tx, customerId, pushSubscriptions);
    const saved = await this.find(tx, customerId);
    if (!saved) throw new Error('an upsert left no row');
    return saved;
  }

  /** Forgets an entry that `tx` has locked. */
  async remove(tx: Tx, customerId: string): Promise<void> {
    // In their order; left to the foreign key they would go in any.
    await this.subscriptions.replace(tx, customerId, []);
    await tx.query('DELETE FROM contacts WHERE customer_id = $1', [customerId]);
  }
}

const contactOf = (row: ContactRow): Contact => ({
  customerId: row.customer_id,
  ...(row.email === null ? {} : { email: row.email }),
  ...(row.phone === null ? {} : { phone: row.phone }),
  pushSubscriptions: row.push_subscriptions,
  locale: row.locale ?? undefined,
  optOut: row.opt_out,
  ...(row.quiet_hours === null ? {} : { quietHours: row.quiet_hours }),
  version: row.version,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
