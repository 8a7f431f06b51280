import {
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderShipped,
  type CancellationCode,
  type DomainEvent,
  type EventDraft,
} from '@app/contracts';
import { ImplausibleDeliveryTime } from './order.errors.js';
import { statusAfter } from './order-lifecycle.js';
import type { HistoryEntry, Order, TakenStep } from './order.js';

/** A step somebody wants an order to take, with what is to be remembered of it. */
export type OrderCommand =
  | { readonly step: 'confirm' }
  | { readonly step: 'cancel'; readonly code: CancellationCode; readonly reason: string }
  | {
      readonly step: 'ship';
      readonly carrier?: string | undefined;
      readonly trackingNumber?: string | undefined;
    }
  | {
      readonly step: 'deliver';
      readonly deliveredAt?: string | undefined;
      readonly signature?: string | undefined;
    };

/** When a step is taken and by whom; `causedBy` is the event that led to it, if one did. */
export interface Occasion {
  readonly at: string;
  readonly who: string;
  readonly causedBy?: DomainEvent | undefined;
}

/**
 * Takes one step. Throws `IllegalOrderStep` if the lifecycle does not have it, and `ImplausibleDeliveryTime` if the
 * goods would have arrived before they were ordered or in the future.
 */
export function takeStep(order: Order, command: OrderCommand, { at, who, causedBy }: Occasion): TakenStep {
  const to = statusAfter(order.status, command.step);
  const after: Order = {
    ...order,
    ...recordOf(command, order, at),
    status: to,
    version: order.version + 1,
    updatedAt: at,
  };
  const entry: HistoryEntry = {
    version: after.version,
    from: order.status,
    to,
    at,
    who,
    ...explanationOf(command),
  };
  return { order: after, entry, event: announcementOf(command, after, causedBy) };
}

/**
 * Whether the last step of the order was this one, so that whoever asks for it again has what they want. Details that
 * differ from the recorded ones make it another step, save for a cancellation, whose first reason stands.
 */
export function isTaken(order: Order, command: OrderCommand): boolean {
  switch (command.step) {
    case 'confirm':
      return order.status === 'CONFIRMED';
    case 'cancel':
      return order.status === 'CANCELLED';
    case 'ship':
      return order.status === 'SHIPPED' && saysNothingNew(command, order.shipping);
    case 'deliver':
      return order.status === 'DELIVERED' && saysNothingNew(command, order.delivery);
  }
}

function saysNothingNew({ step: _step, ...details }: OrderCommand, recorded: object | undefined): boolean {
  const known = new Map(Object.entries(recorded ?? {}));
  return Object.entries(details).every(([field, value]) => value === undefined || value === known.get(field));
}

function recordOf(command: OrderCommand, order: Order, at: string): Partial<Order> {
  switch (command.step) {
    case 'confirm':
      return {};
    case 'cancel':
      return { cancellation: { code: command.code, reason: command.reason } };
    case 'ship':
      return { shipping: { carrier: command.carrier, trackingNumber: command.trackingNumber } };
    case 'deliver':
      return {
        delivery: { deliveredAt: deliveryTime(command.deliveredAt, order, at), signature: command.signature },
      };
  }
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

const explanationOf = (command: OrderCommand): Pick<HistoryEntry, 'why' | 'code'> =>
  command.step === 'cancel' ? { why: command.reason, code: command.code } : {};

function announcementOf(command: OrderCommand, order: Order, causedBy: DomainEvent | undefined): EventDraft {
  const about = { orderId: order.id, customerId: order.customerId };
  const origin = causedBy && { causedBy };
  switch (command.step) {
    case 'confirm':
      return OrderConfirmed.of(order, about, origin);
    case 'cancel':
      return OrderCancelled.of(order, { ...about, code: command.code, reason: command.reason }, origin);
    case 'ship':
      return OrderShipped.of(order, { ...about, ...order.shipping }, origin);
    case 'deliver':
      return OrderDelivered.of(
        order,
        { ...about, deliveredAt: command.deliveredAt ?? order.updatedAt, signature: command.signature },
        origin,
      );
  }
}
