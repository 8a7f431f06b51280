// @ts-check
import { memoryTransactionOf } from './store.mjs';
import { simulatedClockOf } from './clock.mjs';
import { urlOf } from '../support/compiled.mjs';

/** @typedef {'order' | 'inventory' | 'notification'} ServiceName */
/** @typedef {Record<string, any>} Modules what a service's build exports, by name; the compiler cannot know it */
/** @typedef {Record<ServiceName, Modules>} Builds */

const PIPELINE = [
  'contracts/src/index.js',
  'platform/src/kernel/clock.js',
  'platform/src/kernel/ids.js',
  'messaging/src/connection/publisher.js',
  'messaging/src/consumer/batch-processor.js',
  'messaging/src/consumer/outage.js',
  'messaging/src/consumer/copies.js',
  'messaging/src/consumer/oversize.js',
  'messaging/src/consumer/queue-consumer.js',
  'messaging/src/consumer/retry-ladder.js',
  'messaging/src/consumer/scatter.js',
  'messaging/src/database/failures.js',
  'messaging/src/outbox/outbox.js',
  'messaging/src/outbox/outbox-relay.js',
  'messaging/src/topology/topology.js',
  'messaging/src/transaction/open-transaction.js',
  'messaging/src/transaction/transactions.js',
];

/** @type {Record<ServiceName, readonly string[]>} */
const OWN = {
  order: [
    'orders/decide-on-order.js',
    'orders/domain/order-steps.js',
    'orders/domain/place.js',
    'orders/follow-reservations.js',
    'orders/handlers/cancel-order-on-reservation-failed.js',
    'orders/handlers/confirm-order-on-stock-reserved.js',
    'orders/record-steps.js',
  ],
  inventory: [
    'reservations/handlers/commit-stock-on-order-shipped.js',
    'reservations/handlers/release-stock-on-order-cancelled.js',
    'reservations/handlers/reserve-stock-on-order-created.js',
    'reservations/settle-reservations.js',
    'stock/move-stock.js',
  ],
  notification: [
    'notifications/choose-ways.js',
    'notifications/handlers/tell-customer-on-order-cancelled.js',
    'notifications/handlers/tell-customer-on-order-confirmed.js',
    'notifications/handlers/tell-customer-on-order-created.js',
    'notifications/handlers/tell-customer-on-order-shipped.js',
    'notifications/queue-notifications.js',
    'notifications/tell-customers.js',
  ],
};

/**
 * The real code of the three services, each from its own build, which must be there.
 * @param {string} [mutant] a bug that is planted into it; with each the modules are loaded anew
 * @returns {Promise<Builds>}
 */
export async function loadBuilds(mutant) {
  const bug = mutant === undefined ? '' : `?bug=${mutant}`;
  // One after the other: what they share is loaded with the first.
  const order = await load('order', bug);
  return { order, inventory: await load('inventory', bug), notification: await load('notification', bug) };
}

/** @param {ServiceName} service @param {string} bug */
async function load(service, bug) {
  const app = /** @type {const} */ (`${service}-service`);
  const paths = [
    ...PIPELINE.map((path) => `libs/${path}`),
    ...OWN[service].map((path) => `apps/${app}/src/${path}`),
  ];
  /** @type {Modules} */
  const build = Object.assign(
    {},
    ...(await Promise.all(paths.map((path) => import(`${urlOf(app, path)}${bug}`)))),
  );
  return { ...build, MemoryTransaction: memoryTransactionOf(build), SimulatedClock: simulatedClockOf(build) };
}
