import { Transactions } from '@app/messaging';
import type { Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { OrderNotFound } from './domain/order.errors.js';
import type { HistoryEntry, Order } from './domain/order.js';
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

  /** Throws `OrderNotFound`. */
  async execute({ tenant }: Caller, id: string): Promise<OrderWithHistory> {
    const found = await this.orders.findWithHistory(this.transactions.reader(tenant), id);
    if (!found) throw new OrderNotFound(id);
    return found;
  }
}
