// @ts-check
import { APPS } from '../build.mjs';
import { INVENTORY_ROWS } from './inventory-rows.mjs';
import { NOTIFICATION_ROWS } from './notification-rows.mjs';
import { ORDER_ROWS } from './order-rows.mjs';
import { admins, everyone, row } from './row.mjs';

/** @typedef {import('./row.mjs').Row} Row */
/** @typedef {import('./row.mjs').App} App */

const NOT_ALLOWED = '403 not-allowed';
const WHY = { why: 'a rehearsal', dryRun: true };

/** What every service has. @param {App} app @returns {readonly Row[]} */
const commonRows = (app) => [
  row(app, 'GET /health', everyone),
  row(app, 'GET /health/live', everyone),
  row(app, 'GET /health/ready', everyone),
  row(app, 'GET /metrics', everyone),
  row(app, 'GET /log-level', admins),
  row(app, 'PUT /log-level', admins, { wanted: () => ({ body: { level: 'debug', seconds: 1 } }) }),
  row(app, 'GET /dead-letters', admins),
  row(app, 'GET /dead-letters/:messageId', admins, { allowed: '404 dead-letter-not-found' }),
  ...['replay', 'discard'].map((what) =>
    row(app, `POST /dead-letters/${what}`, admins, {
      allowed: '404 dead-letter-not-found',
      wanted: () => ({ body: { selection: { all: true }, ...WHY } }),
    }),
  ),
  row(app, 'GET /operator-actions', admins),
  row(app, 'GET /operator-actions/:id', admins, { allowed: '404 operator-action-not-found' }),
  row(app, 'POST /streams/:stream/:subject/force', admins, {
    allowed: '404 stream-not-found',
    wanted: ({ id }) => ({ path: `/streams/none/${id}/force`, body: WHY }),
  }),
];

/** Every route of every service, and who gets which answer there. @type {readonly Row[]} */
export const MATRIX = [
  ...ORDER_ROWS,
  ...INVENTORY_ROWS,
  ...NOTIFICATION_ROWS,
  ...APPS.flatMap((app) => commonRows(app)),
];

/** Those who ask, in the order of the columns. */
export const ASKING = /** @type {const} */ ([
  'nobody',
  'customer, own',
  "customer, another's",
  'service with the scope',
  'key with the scope',
  'service without',
  'key without',
  'administrator',
]);

/** @typedef {(typeof ASKING)[number]} Asking */

/** What somebody is answered; undefined where there is nothing to ask. @param {Row} row @param {Asking} who @returns {import('./row.mjs').Answer | undefined} */
export function expectedOf({ everyone: open, customer, foreign, scope, allowed }, who) {
  if (open || who === 'administrator') return allowed;
  if (who === 'nobody') return '401 authentication-required';
  if (who === 'customer, own') return customer ? allowed : NOT_ALLOWED;
  if (who === "customer, another's") return customer === 'own' ? foreign : undefined;
  return toService(scope, allowed, who.endsWith('without'));
}

/** @param {Row['scope']} scope @param {Row['allowed']} allowed @param {boolean} lacksScope */
function toService(scope, allowed, lacksScope) {
  if (scope === undefined) return NOT_ALLOWED;
  return lacksScope ? '403 insufficient-scope' : allowed;
}
