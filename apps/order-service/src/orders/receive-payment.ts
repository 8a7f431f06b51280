import { type Caller, Clock } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { DecideOnOrder, type OrderRequest } from './decide-on-order.js';
import type { Order } from './domain/order.js';
import { receivePayment, type ReceivedPayment } from './domain/order-payment.js';
import { PaymentRepository } from './persistence/payment.repository.js';

/** Records that an order has been paid for, and lets it go on. */
@Injectable()
export class ReceivePayment {
  constructor(
    private readonly decideOnOrder: DecideOnOrder,
    private readonly payments: PaymentRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The order after the payment; a transaction that comes again changes nothing. Throws `OrderNotFound`,
   * `TransactionUsed`, what the precondition throws, and what `receivePayment` throws.
   */
  execute(caller: Caller, request: OrderRequest, payment: ReceivedPayment): Promise<Order> {
    // Money that has been collected has to be accounted for, whatever has become of the order.
    const about = payment.collected ? { ...request, deleted: true } : request;
    return this.decideOnOrder.execute(caller, about, async (order, occasion, tx) => {
      const steps = receivePayment(order, payment, occasion);
      await this.payments.record(tx, order.id, payment, this.clock.now());
      // crash point payment-recorded: a payment is on record, and the step of its order is not
      return steps;
    });
  }
}
