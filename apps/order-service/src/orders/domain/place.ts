import { OrderCreated, type Contact } from '@app/contracts';
import { INITIAL_STATUS } from './order-lifecycle.js';
import type { Order, TakenStep } from './order.js';
import type { PricedLines } from './pricing.js';

/** Who orders what, at which prices. */
export interface Placing extends PricedLines {
  readonly id: string;
  readonly customerId: string;
  readonly contact?: Contact | undefined;
}

/** A new order, waiting for its stock. */
export function place(
  placing: Placing,
  { at, who }: { readonly at: string; readonly who: string },
): TakenStep {
  const { id, customerId, lines, total, contact } = placing;
  const order: Order = {
    id,
    version: 1,
    status: INITIAL_STATUS,
    customerId,
    lines,
    total,
    contact,
    createdAt: at,
    updatedAt: at,
  };
  return {
    order,
    entry: { version: order.version, from: null, to: order.status, at, who },
    event: OrderCreated.of(order, { orderId: id, customerId, lines: [...lines], total, contact }),
  };
}
