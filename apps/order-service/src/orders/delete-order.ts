import type { Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { DecideOnOrder, type OrderRequest } from './decide-on-order.js';
import type { Order } from './domain/order.js';
import { deleteOrder, restoreOrder } from './domain/order-edits.js';

/** Hides orders and shows them again; nothing is ever erased. */
@Injectable()
export class DeleteOrder {
  constructor(private readonly decideOnOrder: DecideOnOrder) {}

  /** Deletes the order; what is held for it goes back to stock. Throws `OrderNotFound` also for a deleted one. */
  async execute(caller: Caller, request: OrderRequest): Promise<void> {
    await this.decideOnOrder.execute(caller, request, deleteOrder);
  }

  /** The order, no longer deleted. Throws `OrderNotFound` and `OrderNotDeleted`. */
  restore(caller: Caller, request: OrderRequest): Promise<Order> {
    return this.decideOnOrder.execute(caller, { ...request, deleted: true }, restoreOrder);
  }
}
