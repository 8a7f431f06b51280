// @ts-check
import { customers, owners, row, services } from './row.mjs';

/** @typedef {import('./row.mjs').Row} Row */

const APP = 'inventory-service';
const READ = services('inventory:read');
const WRITE = services('inventory:write');

/** @type {readonly Row[]} */
export const INVENTORY_ROWS = [
  row(APP, 'POST /inventory', WRITE, {
    allowed: 201,
    wanted: ({ id }) => ({ body: { productId: `new-${id}`, productName: 'Lamp', quantity: 1, price: 1 } }),
  }),
  row(APP, 'GET /inventory', customers('inventory:read')),
  row(APP, 'GET /inventory/:productId', customers('inventory:read'), { subject: 'product' }),
  row(APP, 'PATCH /inventory/:productId', WRITE, {
    subject: 'product',
    wanted: () => ({ body: { productName: 'Lamp' } }),
  }),
  row(APP, 'DELETE /inventory/:productId', WRITE, { subject: 'product', allowed: 204 }),
  row(APP, 'POST /inventory/import', WRITE, {
    wanted: () => ({ body: 'productId\n', headers: { 'content-type': 'text/csv' } }),
  }),
  row(APP, 'POST /inventory/:productId/adjustments', WRITE, {
    subject: 'product',
    allowed: 201,
    wanted: () => ({ body: { delta: 1, reason: 'found one' } }),
  }),
  row(APP, 'GET /inventory/:productId/ledger', READ, { subject: 'product' }),
  row(APP, 'POST /inventory/:productId/subscriptions', owners('inventory:write', '403 foreign-customer'), {
    subject: 'product out of stock',
    allowed: 201,
    wanted: ({ customerId }) => ({ body: { customerId } }),
  }),
  row(
    APP,
    'DELETE /inventory/:productId/subscriptions/:subscriptionId',
    owners('inventory:write', '404 subscription-not-found'),
    {
      subject: 'subscription',
      allowed: 204,
      wanted: ({ id, subscriptionId }) => ({ path: `/inventory/${id}/subscriptions/${subscriptionId}` }),
    },
  ),
  row(APP, 'GET /reservations', READ),
  row(APP, 'GET /reservations/:orderId', READ, { subject: 'order' }),
];
