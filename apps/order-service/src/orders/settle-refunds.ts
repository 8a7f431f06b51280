import type { Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { DecideOnOrder, type OrderRequest } from './decide-on-order.js';
import type { Order } from './domain/order.js';
import { settleRefunds } from './domain/refunds.js';

/** Records that money which was owed back has been given back. */
@Injectable()
export class SettleRefunds {
  constructor(private readonly decideOnOrder: DecideOnOrder) {}

  /**
   * The order after it, a deleted one too: its debts remain. Throws `OrderNotFound`, what the precondition throws, and
   * `RefundNotFound`.
   */
  execute(caller: Caller, request: OrderRequest, transactionId: string): Promise<Order> {
    return this.decideOnOrder.execute(caller, { ...request, deleted: true }, (order, occasion) =>
      settleRefunds(order, transactionId, occasion),
    );
  }
}
