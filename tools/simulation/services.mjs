// @ts-check
import { contactsIn, notificationsIn } from './memory/letters.mjs';
import { ledgerIn, reservationsIn, stockIn } from './memory/goods.mjs';
import { ordersIn } from './memory/orders.mjs';

/** @typedef {import('./instance.mjs').Instance} Instance */
/** @typedef {{ handle(batch: readonly any[], tx: any): Promise<void> }} Handler */
/** @typedef {{ handlers: Map<string, Handler>, decide?: any, orders?: any }} UseCases */

const PAYMENT_WINDOW_MS = 60_000;
const RESERVATION_TTL_MS = 60_000;
const NOBODY = { announce() {} };
const NOBODY_COUNTS = { taken() {}, count() {} };
// Letters are stored and sent by nobody, so none is leased.
const NO_SENDERS = { lease: () => ({ born: new Map(), ms: 0, stored() {} }) };

/** The use cases of each service as its modules put them together, over tables in memory. */
export const SERVICES = {
  /** @param {Instance} instance @returns {UseCases} */
  order({ build, transactions, clock }) {
    const orders = ordersIn();
    const steps = new build['RecordSteps'](orders, NOBODY, NOBODY, NOBODY_COUNTS);
    const follow = new build['FollowReservations'](orders, steps, clock);
    return {
      orders,
      decide: new build['DecideOnOrder'](transactions, orders, steps, clock),
      handlers: new Map([
        ['inventory.reserved', new build['ConfirmOrderOnStockReserved'](follow, PAYMENT_WINDOW_MS)],
        ['inventory.reservation.failed', new build['CancelOrderOnReservationFailed'](follow)],
      ]),
    };
  },

  /** @param {Instance} instance @returns {UseCases} */
  inventory({ build, clock }) {
    const reservations = reservationsIn();
    const subscriptions = { end() {} };
    const moveStock = new build['MoveStock'](stockIn(), ledgerIn(), subscriptions, clock);
    const settle = new build['SettleReservations'](reservations, moveStock, clock, NOBODY_COUNTS);
    const reserve = new build['ReserveStockOnOrderCreated'](
      reservations,
      moveStock,
      clock,
      NOBODY_COUNTS,
      RESERVATION_TTL_MS,
    );
    return {
      handlers: new Map([
        ['order.created', reserve],
        ['order.shipped', new build['CommitStockOnOrderShipped'](settle)],
        ['order.cancelled', new build['ReleaseStockOnOrderCancelled'](settle)],
      ]),
    };
  },

  /** @param {Instance} instance @returns {UseCases} */
  notification({ build, clock }) {
    const contacts = contactsIn();
    const templates = { localeFor: () => 'en', render: () => ({ subject: '', text: '' }) };
    const ways = new build['ChooseWays']([{ name: 'EMAIL' }], clock);
    const queue = new build['QueueNotifications'](notificationsIn(), NOBODY, NO_SENDERS);
    const tell = new build['TellCustomers'](contacts, templates, ways, queue);
    return {
      handlers: new Map([
        ['order.created', new build['TellCustomerOnOrderCreated'](contacts, tell)],
        ['order.confirmed', new build['TellCustomerOnOrderConfirmed'](tell)],
        ['order.shipped', new build['TellCustomerOnOrderShipped'](tell)],
        ['order.cancelled', new build['TellCustomerOnOrderCancelled'](tell)],
      ]),
    };
  },
};
