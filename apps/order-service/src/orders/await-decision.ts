import { Transactions } from '@app/messaging';
import { type Caller, isOutage } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { Decisions } from './decisions.js';
import type { Order } from './domain/order.js';
import { isSettled } from './domain/saga-state.js';
import { OrderRepository } from './persistence/order.repository.js';

/** Holds a caller until the system has done with their order what it will do by itself. */
@Injectable()
export class AwaitDecision {
  constructor(
    private readonly transactions: Transactions,
    private readonly orders: OrderRepository,
    private readonly decisions: Decisions,
  ) {}

  /**
   * The order once it is settled, whichever instance settles it; after `withinMs` milliseconds as it is then, or as
   * it was given if it cannot be read: the order stands, so an outage must not look like a refusal.
   */
  async execute({ tenant }: Caller, placed: Order, withinMs: number): Promise<Order> {
    if (withinMs === 0 || isSettled(placed)) return placed;
    await this.decisions.wait(tenant, placed.id, withinMs);
    try {
      return (await this.orders.find(this.transactions.reader(tenant), placed.id)) ?? placed;
    } catch (error) {
      if (isOutage(error)) return placed;
      throw error;
    }
  }
}
