import type { Contact as Reachable } from '@app/contracts';
import type { Queryable, Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { Contact } from '../domain/contact.js';

interface ContactRow {
  readonly customer_id: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** The contact book. */
@Injectable()
export class ContactRepository {
  async find(db: Queryable, customerId: string): Promise<Contact | undefined> {
    const rows = await db.query<ContactRow>('SELECT * FROM contacts WHERE customer_id = $1', [customerId]);
    return rows.map(contactOf)[0];
  }

  /** The entry, which nobody else can change until the transaction ends. */
  async lock(tx: Tx, customerId: string): Promise<Contact | undefined> {
    const rows = await tx.query<ContactRow>('SELECT * FROM contacts WHERE customer_id = $1 FOR UPDATE', [
      customerId,
    ]);
    return rows.map(contactOf)[0];
  }

  async save(tx: Tx, customerId: string, { email, phone }: Reachable): Promise<Contact> {
    const [row] = await tx.query<ContactRow>(
      `INSERT INTO contacts (customer_id, email, phone) VALUES ($1, $2, $3)
       ON CONFLICT (customer_id) DO UPDATE
       SET email = excluded.email, phone = excluded.phone, version = contacts.version + 1, updated_at = now()
       RETURNING *`,
      [customerId, email ?? null, phone ?? null],
    );
    if (!row) throw new Error('an upsert returned no row');
    return contactOf(row);
  }
}

const contactOf = (row: ContactRow): Contact => ({
  customerId: row.customer_id,
  ...(row.email === null ? {} : { email: row.email }),
  ...(row.phone === null ? {} : { phone: row.phone }),
  version: row.version,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
