import type { OrderCreated, OrderLine } from '@app/contracts';
import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { KnownOrder } from '../domain/order-letters.js';

interface KnownOrderRow {
  readonly order_id: string;
  readonly email: string | null;
  readonly lines: readonly OrderLine[] | null;
  readonly total_minor: string | null;
  readonly currency: string | null;
}

/** What orders said when they were placed, and the contact book for what they left out. */
@Injectable()
export class OrderContactRepository {
  async remember(tx: Tx, created: readonly OrderCreated[]): Promise<void> {
    const orders = created.map(({ data }) => data).sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
    await tx.query(
      `INSERT INTO order_contacts (order_id, customer_id, email, phone, lines, total_minor, currency)
       SELECT order_id, customer_id, email, phone, lines::jsonb, total_minor, currency
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])
            AS o (order_id, customer_id, email, phone, lines, total_minor, currency)
       ON CONFLICT (order_id) DO NOTHING`,
      [
        orders.map(({ orderId }) => orderId),
        orders.map(({ customerId }) => customerId),
        orders.map(({ contact }) => contact?.email ?? null),
        orders.map(({ contact }) => contact?.phone ?? null),
        orders.map(({ lines }) => JSON.stringify(lines)),
        orders.map(({ total }) => total.amount),
        orders.map(({ total }) => total.currency),
      ],
    );
  }

  /** What is known of each order, by its id. The address an order was placed with wins over the contact book. */
  async find(
    tx: Tx,
    orders: readonly { readonly orderId: string; readonly customerId: string }[],
  ): Promise<ReadonlyMap<string, KnownOrder>> {
    const rows = await tx.query<KnownOrderRow>(
      `SELECT asked.order_id, coalesce(o.email, c.email) AS email, o.lines, o.total_minor, o.currency
       FROM unnest($1::uuid[], $2::uuid[]) AS asked (order_id, customer_id)
       LEFT JOIN order_contacts o ON o.order_id = asked.order_id
       LEFT JOIN contacts c ON c.customer_id = asked.customer_id`,
      [orders.map(({ orderId }) => orderId), orders.map(({ customerId }) => customerId)],
    );
    return new Map(rows.map((row) => [row.order_id, knownOrderOf(row)]));
  }
}

const knownOrderOf = ({ order_id, email, lines, total_minor, currency }: KnownOrderRow): KnownOrder => ({
  orderId: order_id,
  ...(email === null ? {} : { email }),
  lines: lines ?? [],
  ...(total_minor === null || currency === null ? {} : { total: { amount: Number(total_minor), currency } }),
});
