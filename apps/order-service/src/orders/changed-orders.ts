import { Injectable } from '@nestjs/common';
import type { Order } from './domain/order.js';

type Listener = (orders: readonly Order[]) => void;

/**
 * Tells whoever listens in this process which orders have just changed, so that they need not wait for their next poll.
 * Only a hint: a crash swallows it, and changes of other instances are not told.
 */
@Injectable()
export class ChangedOrders {
  private readonly listeners = new Set<Listener>();

  /** Call it after the commit, with the orders as they are then; it does not throw. */
  announce(orders: readonly Order[]): void {
    for (const listener of this.listeners) listener(orders);
  }

  /** `listener` must not throw. */
  onChange(listener: Listener): void {
    this.listeners.add(listener);
  }
}
