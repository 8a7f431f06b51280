import type { Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { DecideOnOrder, type OrderRequest } from './decide-on-order.js';
import type { Order } from './domain/order.js';
import { editShipping, type ShippingEdit } from './domain/order-edits.js';
import { takeStep } from './domain/order-steps.js';
import { inTurn } from './domain/take-step.js';

/** Says where the goods of an order go and how they can be followed, and that they have left. */
@Injectable()
export class EditShipping {
  constructor(private readonly decideOnOrder: DecideOnOrder) {}

  /**
   * The order with the new shipping; shipped, if `ship` is set and it was not. Throws `OrderNotFound`, what the
   * precondition throws, and what `editShipping` and `takeStep` throw.
   */
  execute(caller: Caller, request: OrderRequest, edit: ShippingEdit & { ship: boolean }): Promise<Order> {
    return this.decideOnOrder.execute(caller, request, (order, occasion) => {
      if (!edit.ship || order.status === 'SHIPPED') return editShipping(order, edit, occasion);
      return inTurn(
        order,
        (now) => editShipping(now, { address: edit.address, shipping: {} }, occasion),
        (now) => takeStep(now, { step: 'ship', ...edit.shipping }, occasion),
      );
    });
  }
}
