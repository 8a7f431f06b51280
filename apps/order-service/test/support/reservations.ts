import {
  ReservationChanged,
  ReservationChangeRefused,
  ReservationFailed,
  type Shortage,
  StockReserved,
} from '@app/contracts';
import type { EventBatch, Tx } from '@app/messaging';
import { handleBatch } from '@app/testing';
import { CancelOrderOnReservationFailed } from '../../src/orders/handlers/cancel-order-on-reservation-failed.js';
import { ChangeOrderOnReservationChanged } from '../../src/orders/handlers/change-order-on-reservation-changed.js';
import { ConfirmOrderOnStockReserved } from '../../src/orders/handlers/confirm-order-on-stock-reserved.js';
import { KeepOrderOnChangeRefused } from '../../src/orders/handlers/keep-order-on-change-refused.js';
import { cause, type OrderService, published } from './order-system.js';

/** What inventory tells of an order whose stock it holds. */
export const stockReserved = (orderId: string) =>
  StockReserved.of({ id: orderId, version: 1 }, { orderId, lines: [{ productId: 'lamp', quantity: 1 }] });

/** What inventory tells of an order that it cannot serve. */
export const reservationFailed = (orderId: string, ...shortages: readonly Shortage[]) =>
  ReservationFailed.of({ id: orderId, version: 1 }, { orderId, shortages: [...shortages] });

export const shortOf = (productId: string, known = true): Shortage => ({
  productId,
  requested: 2,
  available: 1,
  known,
});

type Ids = readonly [string, ...string[]];

/** Handles the reservations of these orders as one batch in the given transaction. */
export async function confirmWithin(tx: Tx, { app }: OrderService, ...orderIds: Ids): Promise<void> {
  const batch = orderIds.map((id) => published(stockReserved(id))) as unknown as EventBatch<StockReserved>;
  await app.get(ConfirmOrderOnStockReserved).handle(batch, tx);
}

/** Handles the reservations of these orders as one batch, without a broker in between. */
export async function confirm(service: OrderService, ...orderIds: Ids): Promise<void> {
  await service.transactions.run(cause(), (tx) => confirmWithin(tx, service, ...orderIds));
}

/** Handles the failed reservations of these orders as one batch, without a broker in between. */
export async function fail({ app }: OrderService, ...orderIds: Ids): Promise<void> {
  const failed = orderIds.map((id) => published(reservationFailed(id, shortOf('lamp'))));
  const batch = failed as unknown as EventBatch<ReservationFailed>;
  await handleBatch(app, CancelOrderOnReservationFailed, batch);
}

/** Tells the service that the other goods of an order are held, without a broker in between. */
export async function change(service: OrderService, orderId: string, changeId: string): Promise<void> {
  const lines = [{ productId: 'lamp', quantity: 1 }];
  const event = published(ReservationChanged.of({ id: orderId, version: 2 }, { orderId, changeId, lines }));
  await handleBatch(service.app, ChangeOrderOnReservationChanged, [event]);
}

/** Tells the service that the other goods of an order cannot be had, without a broker in between. */
export async function refuseChange(service: OrderService, orderId: string, changeId: string): Promise<void> {
  const shortages = [shortOf('lamp')];
  const event = published(
    ReservationChangeRefused.of({ id: orderId, version: 2 }, { orderId, changeId, shortages }),
  );
  await handleBatch(service.app, KeepOrderOnChangeRefused, [event]);
}
