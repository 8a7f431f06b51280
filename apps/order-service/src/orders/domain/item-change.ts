import { OrderChangeRequested, type OrderLine, type Shortage } from '@app/contracts';
import { ChangePending, OrderNotChangeable, PaidOrderCannotGrow } from './order-change.errors.js';
import { isBeforeShipping } from './order-lifecycle.js';
import { changedParts, partsOf, withDetails } from './order-details.js';
import type { DetailChanges, ItemChange, Order, TakenStep } from './order.js';
import type { PricedLines } from './pricing.js';
import { oweBack } from './refunds.js';
import { reasonFor } from './shortage-reason.js';
import { sameGoods, summed } from './summed.js';
import { inTurn, type Occasion, stepOf } from './take-step.js';
import { updated } from './update-event.js';

/** What a customer wants an order to read like; what is absent stays as it is. */
export interface WantedChange extends PricedLines {
  readonly details: DetailChanges;
}

/**
 * Asks for other goods. Where that takes other stock, the order stays as it is until inventory has held all of the
 * difference, and the change is pending; otherwise it is applied at once. Asking again for what is pending changes
 * nothing. Throws `OrderNotChangeable` before the order is decided and once it has left, `ChangePending` while another
 * change is, and `PaidOrderCannotGrow` if it would cost more than was paid.
 */
export function changeItems(
  order: Order,
  wanted: WantedChange,
  changeId: string,
  occasion: Occasion,
): TakenStep[] {
  if (order.change?.status === 'PENDING') {
    if (isSame(order.change, wanted)) return [];
    throw new ChangePending();
  }
  if (readsAs(order, wanted)) return [];
  assertChangeable(order, wanted);

  const change: ItemChange = { id: changeId, status: 'PENDING', ...wanted, requestedAt: occasion.at };
  return sameGoods(order.lines, wanted.lines)
    ? applied({ ...order, change }, occasion)
    : [stepOf(order, { changes: { change }, tell: requested(change) }, occasion)];
}

function assertChangeable({ status, payment, total }: Order, wanted: WantedChange): void {
  if (status === 'PENDING' || !isBeforeShipping(status)) throw new OrderNotChangeable(status);
  if (payment?.status === 'PAID' && wanted.total.amount > total.amount) throw new PaidOrderCannotGrow(total);
}

const requested = (change: ItemChange) => (order: Order) =>
  OrderChangeRequested.of(order, {
    orderId: order.id,
    customerId: order.customerId,
    changeId: change.id,
    lines: summed(change.lines),
  });

/** The goods are held: the order reads as wanted from now on. What a paid order no longer costs is owed back. */
export function applyChange(order: Order, changeId: string, occasion: Occasion): TakenStep[] {
  return isAwaited(order, changeId) ? applied(order, occasion) : [];
}

function applied(order: Order, occasion: Occasion): TakenStep[] {
  const { change, payment } = order;
  if (!change) return [];
  const tooMuch = order.total.amount - change.total.amount;
  const refunded = payment?.status === 'PAID' && tooMuch > 0 ? payment.transactionId : undefined;
  const { lines, total, details } = change;
  const changes: Partial<Order> = {
    ...withDetails(details),
    lines,
    total,
    change: { ...change, status: 'APPLIED', decidedAt: occasion.at },
    // The link that was sent asks for the amount of before; its reference stays, so that it can be closed.
    ...(payment?.status === 'DUE' && tooMuch !== 0 ? { payment: { ...payment, link: undefined } } : {}),
  };
  const tell = updated('items', 'change', ...partsOf(details));
  return inTurn(
    order,
    (now) => [stepOf(now, { changes, tell }, occasion)],
    (now) => {
      if (refunded === undefined) return [];
      const received = { transactionId: refunded, amount: tooMuch, currency: total.currency };
      return [oweBack(now, received, 'ORDER_REDUCED', occasion)];
    },
  );
}

/** The goods could not be held: the order stays as it was, and says why. */
export function refuseChange(
  order: Order,
  { changeId, shortages }: { readonly changeId: string; readonly shortages: readonly Shortage[] },
  occasion: Occasion,
): TakenStep[] {
  if (!isAwaited(order, changeId) || !order.change) return [];
  const why = reasonFor({ lines: [...order.lines, ...order.change.lines] }, shortages);
  const change: ItemChange = {
    ...order.change,
    status: 'REFUSED',
    decidedAt: occasion.at,
    reason: why,
    shortages,
  };
  return [stepOf(order, { changes: { change }, tell: updated('change'), why }, occasion)];
}

/** A change that a cancellation has overtaken is no longer waited for. */
const isAwaited = ({ change }: Order, changeId: string): boolean =>
  change?.id === changeId && change.status === 'PENDING';

const isSame = (change: ItemChange, wanted: WantedChange): boolean =>
  sameLines(change.lines, wanted.lines) && JSON.stringify(change.details) === JSON.stringify(wanted.details);

const readsAs = (order: Order, { lines, details }: WantedChange): boolean =>
  sameLines(order.lines, lines) && changedParts(order, details).length === 0;

const sameLines = (a: readonly OrderLine[], b: readonly OrderLine[]): boolean =>
  a.length === b.length &&
  a.every((line, index) => {
    const other = b[index];
    return (
      line.productId === other?.productId &&
      line.quantity === other.quantity &&
      line.unitPrice === other.unitPrice
    );
  });
