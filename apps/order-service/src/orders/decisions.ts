import { Transactions } from '@app/messaging';
import { Lifecycle } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { Order } from './domain/order.js';
import { isSettled } from './domain/saga-state.js';
import { OrderRepository } from './persistence/order.repository.js';

// Too short for a person to notice, and one small statement each time however many requests wait.
const POLL_INTERVAL_MS = 50;

interface Waiter {
  readonly tenant: string;
  readonly orderId: string;
  readonly wake: () => void;
}

/**
 * Lets requests wait until their orders are settled. A decision of this process wakes them at once; one
 * of another instance is found by a poll that all of them share and that rests while nobody waits.
 */
@Injectable()
export class Decisions {
  private readonly waiters = new Set<Waiter>();
  private polling = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly orders: OrderRepository,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Resolves when the order may have been decided, after `withinMs` milliseconds, or when the service stops. */
  async wait(tenant: string, orderId: string, withinMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => waiter.wake(), withinMs);
      const waiter: Waiter = {
        tenant,
        orderId,
        wake: () => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          resolve();
        },
      };
      this.waiters.add(waiter);
      if (!this.polling) void this.poll();
    });
  }

  /** Wakes whoever waits in this process for those of the orders that are settled. */
  announce(tenant: string, orders: readonly Order[]): void {
    this.wake(
      tenant,
      orders.filter(isSettled).map(({ id }) => id),
    );
  }

  private wake(tenant: string, orderIds: readonly string[]): void {
    const decided = new Set(orderIds);
    for (const waiter of this.waiters) {
      if (waiter.tenant === tenant && decided.has(waiter.orderId)) waiter.wake();
    }
  }

  private async poll(): Promise<void> {
    this.polling = true;
    while (this.waiters.size > 0) {
      await pause(POLL_INTERVAL_MS);
      // The server stops only when every request is answered: with what is known, then.
      if (this.lifecycle.phase === 'stopping') this.wakeAll();
      for (const tenant of new Set([...this.waiters].map((waiter) => waiter.tenant))) await this.look(tenant);
    }
    this.polling = false;
  }

  private wakeAll(): void {
    for (const waiter of this.waiters) waiter.wake();
  }

  private async look(tenant: string): Promise<void> {
    const awaited = [...this.waiters]
      .filter((waiter) => waiter.tenant === tenant)
      .map(({ orderId }) => orderId);
    try {
      this.wake(tenant, await this.orders.settledAmong(this.transactions.reader(tenant), awaited));
    } catch {
      // The requests find out for themselves whether the database is away: each reads its order when its wait ends.
    }
  }
}
