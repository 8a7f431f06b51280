import type { EventDraft, OrderChangeRequested, OrderCreated, OrderReopened } from '@app/contracts';
import { DomainError } from '@app/platform';
import { changeReservations } from '../src/reservations/domain/change-reservations.js';
import { reserveAgain, reserveInOrder } from '../src/reservations/domain/reserve-in-order.js';
import type { Reservation, ReservationStepName } from '../src/reservations/domain/reservation.js';
import type { ReservationStep } from '../src/reservations/domain/reservation-step.js';
import { settle } from '../src/reservations/domain/settle-reservations.js';
import type { Product } from '../src/stock/domain/product.js';
import {
  addProduct,
  changeProduct,
  type NewProduct,
  type ProductChange,
} from '../src/stock/domain/product-steps.js';
import { shiftStock } from '../src/stock/domain/shift-stock.js';
import type { StockMovement } from '../src/stock/domain/stock-movement.js';
import { orderCancelled, orderShipped } from './events.js';

const now = new Date('2026-01-02T09:30:00Z');

/** The rules of the service without its database: what the handlers and use cases do, in memory. */
export class PaperInventory {
  readonly products = new Map<string, Product>();
  readonly reservations = new Map<string, Reservation>();
  readonly ledger: StockMovement[] = [];
  /** Events of products. */
  readonly told: EventDraft[] = [];
  /** Events of reservations. */
  readonly answered: EventDraft[] = [];

  add(wanted: NewProduct): void {
    this.keep(addProduct(wanted, now));
  }

  /** Whether the rules allowed it. */
  change(productId: string, change: ProductChange): boolean {
    const product = this.products.get(productId);
    if (!product) return false;
    try {
      this.keep(changeProduct(product, change, now));
      return true;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  }

  reserve(created: readonly OrderCreated[]): void {
    this.take(reserveInOrder(this.products, created, now));
  }

  changeOrders(requested: readonly OrderChangeRequested[]): void {
    this.take(changeReservations(this.products, this.reservations, requested));
  }

  reserveAgain(reopened: readonly OrderReopened[]): void {
    this.take(reserveAgain(this.products, this.reservations, reopened));
  }

  settle(step: ReservationStepName, orderIds: readonly string[]): void {
    const events = orderIds.map((id) => (step === 'commit' ? orderShipped(id) : orderCancelled(id)));
    this.take(settle(step, this.reservations, events));
  }

  private take(steps: readonly ReservationStep[]): void {
    const shifts = shiftStock(this.products, steps);
    for (const { reservation, movements, told } of steps) {
      this.reservations.set(reservation.orderId, reservation);
      this.ledger.push(...movements);
      this.answered.push(told);
    }
    for (const { productId, availableDelta, reservedDelta, alerts } of shifts) {
      const product = this.products.get(productId);
      if (!product) throw new Error(`${productId} was shifted out of nothing`);
      this.products.set(productId, {
        ...product,
        available: product.available + availableDelta,
        reserved: product.reserved + reservedDelta,
        version: product.version + alerts.length,
      });
      this.told.push(...alerts);
    }
  }

  private keep({ product, movements, events }: ReturnType<typeof addProduct>): void {
    this.products.set(product.productId, product);
    this.ledger.push(...movements);
    this.told.push(...events);
  }
}
