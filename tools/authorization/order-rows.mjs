// @ts-check
import { admins, everyone, owners, row, services } from './row.mjs';

/** @typedef {import('./row.mjs').Row} Row */
/** @typedef {import('./row.mjs').Facts} Facts */

const APP = 'order-service';
const NOT_FOUND = '404 order-not-found';

/** @param {string} route @param {import('./row.mjs').Grants} grants @param {import('./row.mjs').Request} [request] */
const order = (route, grants, request) => row(APP, route, grants, { subject: 'order', ...request });

/** @param {object} sent @returns {(facts: Facts) => import('./row.mjs').Wanted} */
const body = (sent) => () => ({ body: sent });

/** @type {readonly Row[]} */
export const ORDER_ROWS = [
  row(APP, 'POST /orders', owners('orders:write', '403 foreign-customer'), {
    allowed: 201,
    wanted: ({ customerId, productId, email }) => ({
      body: { customerId, items: [{ productId, quantity: 1 }], contact: { email } },
    }),
  }),
  order('GET /orders', owners('orders:read', '403 foreign-customer'), {
    wanted: ({ customerId }) => ({ path: `/orders?customerId=${customerId}` }),
  }),
  order('GET /orders/customer/:customerId', owners('orders:read', '403 foreign-customer'), {
    wanted: ({ customerId }) => ({ path: `/orders/customer/${customerId}` }),
  }),
  order('GET /orders/:id', owners('orders:read', NOT_FOUND)),
  order('GET /orders/:id/timeline', owners('orders:read', NOT_FOUND)),
  order('GET /orders/:id/events', owners('orders:read', NOT_FOUND)),
  order('GET /orders/events', owners('orders:read', '403 foreign-events'), {
    wanted: ({ customerId }) => ({ path: `/orders/events?customerId=${customerId}` }),
  }),
  order('PUT /orders/:id', owners('orders:write', NOT_FOUND), { wanted: body({ notes: 'gift' }) }),
  order('POST /orders/:id/cancel', owners('orders:write', NOT_FOUND), { wanted: body({ reason: 'no' }) }),
  order('DELETE /orders/:id', owners('orders:write', NOT_FOUND), { allowed: 204 }),
  order('POST /orders/:id/restore', admins, { subject: 'deleted order' }),
  order('PUT /orders/:id/shipping', services('orders:write'), { wanted: body({ carrier: 'Post' }) }),
  order('PUT /orders/:id/status', services('orders:write'), { wanted: body({ status: 'SHIPPED' }) }),
  order('PATCH /orders/:id/status', services('orders:write'), { wanted: body({ status: 'SHIPPED' }) }),
  order('POST /orders/:id/complete', services('orders:write'), {
    allowed: '409 illegal-order-step',
    wanted: body({}),
  }),
  order('POST /orders/:id/payment-received', services('payments:write'), {
    allowed: '409 payment-not-due',
    wanted: ({ id }) => ({ body: { transactionId: id, amount: 1, currency: 'EUR' } }),
  }),
  order('POST /orders/:id/refunds/:transactionId/settled', services('payments:write'), {
    allowed: '404 refund-not-found',
    wanted: ({ id }) => ({ path: `/orders/${id}/refunds/none/settled` }),
  }),
  row(APP, 'POST /payments/stripe/webhook', everyone, {
    allowed: '400 invalid-signature',
    wanted: body({}),
  }),
  row(APP, 'GET /reports/sales', services('reports:read'), {
    wanted: () => ({ path: '/reports/sales?from=2026-01-01&to=2026-01-02' }),
  }),
  row(APP, 'GET /reports/orders', services('reports:read')),
];
