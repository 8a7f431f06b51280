import { Transactions } from '@app/messaging';
import { assertAdmin, type Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { HistoryEntry, Order } from './domain/order.js';
import { visible } from './domain/visible.js';
import { OrderRepository } from './persistence/order.repository.js';

/** An order and how it came to be as it is, oldest step first. */
export interface OrderWithHistory {
  readonly order: Order;
  readonly history: readonly HistoryEntry[];
}

/** Shows one order. */
@Injectable()
export class FindOrder {
  constructor(
    private readonly transactions: Transactions,
    private readonly orders: OrderRepository,
  ) {}

  /**
   * The order, a deleted one for administrators only and on request. Throws `OrderNotFound`, also for another
   * customer's, and `AdminOnly`.
   */
  async execute(caller: Caller, id: string, { includeDeleted = false } = {}): Promise<OrderWithHistory> {
    if (includeDeleted) assertAdmin(caller);
    const found = await this.orders.findWithHistory(this.transactions.reader(caller.tenant), id);
    return visible(found, { id, principal: caller.principal, includeDeleted });
  }
}
