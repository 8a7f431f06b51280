import type { OrderCreated, OrderLine, OrderUpdated } from '@app/contracts';
import { textArray, type Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { KnownCustomer } from '../domain/known-customer.js';
import type { KnownOrder } from '../domain/known-order.js';
import { KNOWN_CUSTOMER, knownCustomerFrom, type KnownCustomerRow } from './known-customer.row.js';

/** An order, and whoever placed it. */
interface Known {
  readonly order: KnownOrder;
  readonly customer: KnownCustomer;
}

interface KnownOrderRow extends KnownCustomerRow {
  readonly order_id: string;
  readonly lines: readonly OrderLine[] | null;
  readonly total_minor: string | null;
  readonly currency: string | null;
}

/** What an event says of an order that the letters about it are written from. */
type Told = Pick<
  OrderCreated['data'] & OrderUpdated['data'],
  'orderId' | 'customerId' | 'lines' | 'total' | 'contact'
>;

const INSERT = `
  INSERT INTO order_contacts (order_id, customer_id, email, phone, lines, total_minor, currency)
  SELECT order_id, customer_id, email, phone, lines::jsonb, total_minor, currency
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])
       AS o (order_id, customer_id, email, phone, lines, total_minor, currency)`;

/** What orders said last, and the contact book for what they left out. */
@Injectable()
export class OrderContactRepository {
  remember(tx: Tx, created: readonly OrderCreated[]): void {
    tx.write(`${INSERT} ON CONFLICT (order_id) DO NOTHING`, valuesOf(created.map(({ data }) => data)));
  }

  /** Replaces what is remembered by what the order says now; one that was never heard of is remembered from here on. */
  bringUpToDate(tx: Tx, updated: readonly OrderUpdated[]): void {
    tx.write(
      `${INSERT} ON CONFLICT (order_id) DO UPDATE
       SET email = excluded.email, phone = excluded.phone, lines = excluded.lines,
           total_minor = excluded.total_minor, currency = excluded.currency`,
      valuesOf(updated.map(({ data }) => data)),
    );
  }

  /** What is known of each order, by its id. The addresses that an order names win over the contact book. */
  async find(
    tx: Tx,
    orders: readonly { readonly orderId: string; readonly customerId: string }[],
  ): Promise<ReadonlyMap<string, Known>> {
    const rows = await tx.query<KnownOrderRow>(
      `SELECT asked.order_id, asked.lines, asked.total_minor, asked.currency, ${KNOWN_CUSTOMER}
       FROM (SELECT given.order_id, given.customer_id, o.email, o.phone, o.lines, o.total_minor, o.currency
             FROM unnest($1::uuid[], $2::uuid[]) AS given (order_id, customer_id)
             LEFT JOIN order_contacts o ON o.order_id = given.order_id) AS asked
       LEFT JOIN contacts c ON c.customer_id = asked.customer_id`,
      [orders.map(({ orderId }) => orderId), orders.map(({ customerId }) => customerId)],
    );
    return new Map(
      rows.map((row) => [row.order_id, { order: knownOrderOf(row), customer: knownCustomerFrom(row) }]),
    );
  }
}

function valuesOf(told: readonly Told[]): unknown[] {
  // Rows are written in one order, so that two batches cannot wait for each other.
  const orders = told.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1));
  return [
    orders.map(({ orderId }) => orderId),
    orders.map(({ customerId }) => customerId),
    textArray(orders.map(({ contact }) => contact?.email ?? null)),
    textArray(orders.map(({ contact }) => contact?.phone ?? null)),
    textArray(orders.map(({ lines }) => JSON.stringify(lines))),
    orders.map(({ total }) => total.amount),
    textArray(orders.map(({ total }) => total.currency)),
  ];
}

const knownOrderOf = ({ order_id, lines, total_minor, currency }: KnownOrderRow): KnownOrder => ({
  orderId: order_id,
  lines: lines ?? [],
  ...(total_minor === null || currency === null ? {} : { total: { amount: Number(total_minor), currency } }),
});
