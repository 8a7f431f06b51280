import { OrderNotChangeable, OrderNotDeleted } from './order-change.errors.js';
import { changedParts, differs, withDetails } from './order-details.js';
import { isBeforeShipping } from './order-lifecycle.js';
import { takeStep } from './order-steps.js';
import type { Address, DetailChanges, Order, Shipping, TakenStep } from './order.js';
import { inTurn, type Occasion, stepOf } from './take-step.js';
import { updated } from './update-event.js';

/**
 * Changes what the order says beside its goods; nothing if it says so already. Throws `OrderNotChangeable` once the
 * goods have left.
 */
export function editDetails(order: Order, details: DetailChanges, occasion: Occasion): TakenStep[] {
  const parts = changedParts(order, details);
  if (parts.length === 0) return [];
  if (!isBeforeShipping(order.status)) throw new OrderNotChangeable(order.status);
  return [stepOf(order, { changes: withDetails(details), tell: updated(...parts) }, occasion)];
}

/** Where the goods go and how they can be followed; what is absent stays as it is. */
export interface ShippingEdit {
  readonly address?: Address | undefined;
  readonly shipping: Shipping;
}

/**
 * Says where the goods go, and how. Throws `OrderNotChangeable` for another address once they have left, and for
 * anything once they have arrived.
 */
export function editShipping(
  order: Order,
  { address, shipping }: ShippingEdit,
  occasion: Occasion,
): TakenStep[] {
  const merged = { ...order.shipping, ...shipping };
  return inTurn(
    order,
    (now) => (address ? editDetails(now, { shippingAddress: address }, occasion) : []),
    (now) => {
      if (!differs(now.shipping ?? {}, merged)) return [];
      if (!isBeforeShipping(now.status) && now.status !== 'SHIPPED') throw new OrderNotChangeable(now.status);
      return [stepOf(now, { changes: { shipping: merged }, tell: updated('shipping') }, occasion)];
    },
  );
}

/** Deletes the order: hidden, not erased. One whose goods have not left is cancelled first, which frees its stock. */
export function deleteOrder(order: Order, occasion: Occasion): TakenStep[] {
  const cancel = { step: 'cancel', code: 'DELETED', reason: 'The order was deleted.' } as const;
  return inTurn(
    order,
    (now) => (isBeforeShipping(now.status) ? takeStep(now, cancel, occasion) : []),
    (now) => [deletion(now, occasion.at, occasion)],
  );
}

/** Shows a deleted order again. It stays cancelled if its deletion has cancelled it. Throws `OrderNotDeleted`. */
export function restoreOrder(order: Order, occasion: Occasion): TakenStep[] {
  if (order.deletedAt === undefined) throw new OrderNotDeleted();
  return [deletion(order, undefined, occasion)];
}

const deletion = (order: Order, deletedAt: string | undefined, occasion: Occasion): TakenStep =>
  stepOf(order, { changes: { deletedAt }, tell: updated('deleted') }, occasion);
