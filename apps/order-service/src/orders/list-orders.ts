import { Transactions } from '@app/messaging';
import { type Caller, decodeCursor, encodeCursor, type Page, type PageQuery } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Order } from './domain/order.js';
import { type OrderFilter, OrderRepository } from './persistence/order.repository.js';

/** Up to here the length of a list is counted; past it, counting would cost more than it tells. */
const MOST_COUNTED = 10_000;

const cursorOfOrders = z.uuid();

/** Shows orders, newest first. */
@Injectable()
export class ListOrders {
  constructor(
    private readonly transactions: Transactions,
    private readonly orders: OrderRepository,
  ) {}

  /** One page of the orders that the filter lets through. Throws `InvalidRequest` for a cursor of something else. */
  async execute({ tenant }: Caller, filter: OrderFilter, { limit, cursor }: PageQuery): Promise<Page<Order>> {
    const after = decodeCursor(cursorOfOrders, cursor);
    const db = this.transactions.reader(tenant);
    // One more than asked for tells whether there is a next page.
    const found = await this.orders.list(db, filter, { after, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return {
      items,
      next: last && found.length > limit ? encodeCursor(last.id) : undefined,
      total: await this.orders.count(db, filter, MOST_COUNTED),
    };
  }
}
