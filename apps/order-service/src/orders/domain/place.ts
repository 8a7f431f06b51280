import { OrderCreated } from '@app/contracts';
import { INITIAL_STATUS } from './order-lifecycle.js';
import type { Order, OrderDetails, TakenStep } from './order.js';
import type { PricedLines } from './pricing.js';

/** Who orders what, at which prices. */
export interface Placing extends PricedLines, OrderDetails {
  readonly id: string;
  readonly customerId: string;
  /** Whether it is served only when it has been paid for. */
  readonly paymentRequired?: boolean | undefined;
}

/** A new order, waiting for its stock. */
export function place(
  placing: Placing,
  { at, who }: { readonly at: string; readonly who: string },
): TakenStep {
  const { id, customerId, lines, total, contact, notes, shippingAddress, paymentRequired } = placing;
  const order: Order = {
    id,
    version: 1,
    status: INITIAL_STATUS,
    customerId,
    lines,
    total,
    contact,
    notes,
    shippingAddress,
    // Nothing to pay is nothing to wait for.
    payment: paymentRequired && total.amount > 0 ? { status: 'EXPECTED' } : undefined,
    createdAt: at,
    updatedAt: at,
  };
  const event = OrderCreated.of(order, {
    orderId: id,
    customerId,
    lines: [...lines],
    total,
    contact,
    ...(order.payment ? { paymentRequired: true } : {}),
  });
  return {
    order,
    entry: { version: order.version, event: event.contract.type, from: null, to: order.status, at, who },
    event,
  };
}
