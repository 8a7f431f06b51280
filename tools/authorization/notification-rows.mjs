// @ts-check
import { admins, owners, row, services } from './row.mjs';

/** @typedef {import('./row.mjs').Row} Row */

const APP = 'notification-service';
const READ = 'notifications:read';
const NO_CONTACT = '404 contact-not-found';

/** @type {readonly Row[]} */
export const NOTIFICATION_ROWS = [
  row(APP, 'POST /notifications', services('notifications:write'), {
    allowed: 201,
    wanted: ({ email }) => ({
      body: { type: 'EMAIL', recipient: email, subject: 'Hello', message: 'Hello' },
    }),
  }),
  row(APP, 'GET /notifications', owners(READ), { subject: 'notification' }),
  // What is another's is left out of the list, which is empty then.
  row(APP, 'GET /notifications/recipient/:recipient', owners(READ, 200), {
    subject: 'notification',
    wanted: ({ email }) => ({ path: `/notifications/recipient/${email}` }),
  }),
  row(APP, 'GET /notifications/:id', owners(READ, '404 notification-not-found'), { subject: 'notification' }),
  row(APP, 'POST /notifications/:id/retry', services('notifications:write'), {
    subject: 'notification',
    allowed: '409 notification-not-failed',
  }),
  row(APP, 'GET /notifications/counts', services(READ)),
  row(APP, 'GET /templates', admins),
  row(APP, 'GET /templates/:kind/preview', admins, {
    wanted: () => ({ path: '/templates/order-received/preview' }),
  }),
  row(APP, 'PUT /contacts/:customerId', owners('contacts:write', NO_CONTACT), {
    wanted: ({ customerId, email }) => ({ path: `/contacts/${customerId}`, body: { email } }),
  }),
  row(APP, 'GET /contacts/:customerId', owners('contacts:read', NO_CONTACT), {
    subject: 'contact',
    wanted: ({ customerId }) => ({ path: `/contacts/${customerId}` }),
  }),
  row(APP, 'DELETE /contacts/:customerId', owners('contacts:write', NO_CONTACT), {
    subject: 'contact',
    allowed: 204,
    wanted: ({ customerId }) => ({ path: `/contacts/${customerId}` }),
  }),
];
