import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { KnownCustomer } from '../domain/known-customer.js';
import { KNOWN_CUSTOMER, knownCustomerFrom, type KnownCustomerRow } from './known-customer.row.js';

/** What a request says of whom it is for. */
interface Asked {
  readonly requestId: string;
  readonly orderId?: string | undefined;
  readonly customerId?: string | undefined;
}

/** How customers that other systems name can be reached. */
@Injectable()
export class RequestAddressRepository {
  /** By request id. What an order of that customer says wins over the contact book; another customer's says nothing. */
  async find(tx: Tx, asked: readonly Asked[]): Promise<ReadonlyMap<string, KnownCustomer>> {
    const rows = await tx.query<KnownCustomerRow & { request_id: string }>(
      `SELECT asked.request_id, ${KNOWN_CUSTOMER}
       FROM (SELECT given.request_id, given.customer_id, o.email, o.phone
             FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS given (request_id, order_id, customer_id)
             LEFT JOIN order_contacts o ON o.order_id = given.order_id AND o.customer_id = given.customer_id) AS asked
       LEFT JOIN contacts c ON c.customer_id = asked.customer_id`,
      [
        asked.map(({ requestId }) => requestId),
        asked.map(({ orderId }) => orderId ?? null),
        asked.map(({ customerId }) => customerId ?? null),
      ],
    );
    return new Map(rows.map((row) => [row.request_id, knownCustomerFrom(row)]));
  }
}
