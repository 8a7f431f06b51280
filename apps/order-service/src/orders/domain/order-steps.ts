import {
  type CancellationCode,
  type DomainEvent,
  type EventDraft,
  OrderCancelled,
  OrderCompleted,
  OrderConfirmed,
  OrderDelivered,
  OrderShipped,
} from '@app/contracts';
import { ChangePending } from './order-change.errors.js';
import { ImplausibleDeliveryTime } from './order.errors.js';
import { TransactionMismatch } from './order-payment.errors.js';
import { type OrderStatus, statusAfter } from './order-lifecycle.js';
import type { Order, TakenStep } from './order.js';
import { owedBack } from './refunds.js';
import { inTurn, type Occasion, stepOf } from './take-step.js';
import { updated } from './update-event.js';

/** A step somebody wants an order to take, with what is to be remembered of it. */
export type OrderCommand =
  | { readonly step: 'confirm' | 'process' }
  | { readonly step: 'cancel'; readonly code: CancellationCode; readonly reason: string }
  | {
      readonly step: 'ship';
      readonly carrier?: string | undefined;
      readonly trackingNumber?: string | undefined;
      readonly trackingCompany?: string | undefined;
    }
  | {
      readonly step: 'deliver';
      readonly deliveredAt?: string | undefined;
      readonly signature?: string | undefined;
    }
  | { readonly step: 'complete'; readonly transactionId?: string | undefined };

/**
 * Takes one step; cancelling an order that was paid owes the money back, which is a second one. Throws
 * `IllegalOrderStep` if the lifecycle does not have it, `ChangePending` if the order waits for other goods and is not to
 * be cancelled, `ImplausibleDeliveryTime` if the goods would have arrived before they were ordered or in the future, and
 * `TransactionMismatch` if another payment settled the order.
 */
export function takeStep(order: Order, command: OrderCommand, occasion: Occasion): TakenStep[] {
  const status = statusAfter(order.status, command.step);
  if (command.step !== 'cancel' && order.change?.status === 'PENDING') throw new ChangePending();

  const changes = { ...recordOf(command, order, occasion.at), status };
  const tell = announcementOf(command);
  if (command.step !== 'cancel') return [stepOf(order, { changes, tell }, occasion)];

  const { reason: why, code } = command;
  return inTurn(
    order,
    (now) => [stepOf(now, { changes, tell, why, code }, occasion)],
    (now) => owedBack(now, occasion),
  );
}

/**
 * Whether the last step of the order was this one, so that whoever asks for it again has what they want. Details that
 * differ from the recorded ones make it another step, save for a cancellation, whose first reason stands.
 */
export function isTaken(order: Order, command: OrderCommand): boolean {
  if (order.status !== LEADS_TO[command.step]) return false;
  const recorded = { ...order.shipping, ...order.delivery, ...order.completion };
  return command.step === 'cancel' || saysNothingNew(command, recorded);
}

const LEADS_TO = {
  confirm: 'CONFIRMED',
  process: 'PROCESSING',
  ship: 'SHIPPED',
  deliver: 'DELIVERED',
  complete: 'COMPLETED',
  cancel: 'CANCELLED',
} as const satisfies Record<OrderCommand['step'], OrderStatus>;

function saysNothingNew({ step: _step, ...details }: OrderCommand, recorded: object): boolean {
  const known = new Map(Object.entries(recorded));
  return Object.entries(details).every(([field, value]) => value === undefined || value === known.get(field));
}

function recordOf(command: OrderCommand, order: Order, at: string): Partial<Order> {
  switch (command.step) {
    case 'confirm':
    case 'process':
      return {};
    case 'cancel':
      return { cancellation: { code: command.code, reason: command.reason }, ...abandoned(order, at) };
    case 'ship': {
      const { step: _, ...shipping } = command;
      return { shipping: { ...order.shipping, ...given(shipping) } };
    }
    case 'deliver': {
      const deliveredAt = deliveryTime(command.deliveredAt, order, at);
      return { delivery: { deliveredAt, signature: command.signature } };
    }
    case 'complete':
      return { completion: { completedAt: at, transactionId: settlingTransaction(command, order) } };
  }
}

/** What a cancelled order no longer waits for. */
const abandoned = ({ change, payment }: Order, at: string): Partial<Order> => ({
  ...(change?.status === 'PENDING' ? { change: { ...change, status: 'DROPPED', decidedAt: at } } : {}),
  ...(payment && payment.status !== 'PAID' ? { payment: { ...payment, status: 'EXPIRED' } } : {}),
});

/** The fields that say something: what is left out keeps what was said before. */
const given = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

function settlingTransaction({ transactionId }: { transactionId?: string | undefined }, { payment }: Order) {
  const paidBy = payment?.transactionId;
  if (paidBy !== undefined && transactionId !== undefined && transactionId !== paidBy) {
    throw new TransactionMismatch();
  }
  return transactionId ?? paidBy;
}

/** How far the clock of whoever hands over the goods may be off, in milliseconds. */
const CLOCK_TOLERANCE_MS = 300_000;

function deliveryTime(claimed: string | undefined, order: Order, now: string): string {
  if (claimed === undefined) return now;
  const earliest = Date.parse(order.createdAt) - CLOCK_TOLERANCE_MS;
  const latest = Date.parse(now) + CLOCK_TOLERANCE_MS;
  const moment = Date.parse(claimed);
  if (moment >= earliest && moment <= latest) return claimed;
  throw new ImplausibleDeliveryTime(new Date(earliest).toISOString(), new Date(latest).toISOString());
}

/** How each step is told; all that is told is read from the order as the step leaves it. */
const announcementOf =
  ({ step }: OrderCommand) =>
  (order: Order, origin?: { causedBy: DomainEvent }): EventDraft => {
    const about = { orderId: order.id, customerId: order.customerId };
    switch (step) {
      case 'confirm':
        return OrderConfirmed.of(order, about, origin);
      case 'process':
        return updated('status')(order, origin);
      case 'cancel':
        return OrderCancelled.of(order, { ...about, ...required(order.cancellation) }, origin);
      case 'ship':
        return OrderShipped.of(order, { ...about, ...order.shipping }, origin);
      case 'deliver':
        return OrderDelivered.of(order, { ...about, ...required(order.delivery) }, origin);
      case 'complete':
        return OrderCompleted.of(order, { ...about, transactionId: order.completion?.transactionId }, origin);
    }
  };

function required<T>(record: T | undefined): T {
  if (record === undefined) throw new Error('the step that is told of has not been recorded');
  return record;
}
