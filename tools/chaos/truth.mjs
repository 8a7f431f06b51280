// @ts-check
import { Client } from '../demo/client.mjs';
import { query } from './databases.mjs';
import { PRODUCTS } from './shop.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./load.mjs').Tracked} Tracked */

const LANES = 8;
const GONE = new Set(['SHIPPED', 'DELIVERED', 'COMPLETED']);

/**
 * What customers were promised and is not so.
 * @typedef {object} Truth
 * @property {string[]} violations
 * @property {number} lost orders that a 201 promised and that are not there
 * @property {number} oversold units that were sold and never there
 * @property {import('./mails.mjs').Order[]} orders
 */

/**
 * Compares what the customers were told with what the services say now that everything is at rest.
 * @param {World} world
 * @param {readonly Tracked[]} orders
 * @returns {Promise<Truth>}
 */
export async function customersTruth(world, orders) {
  const accepted = orders.filter(({ id }) => id !== undefined);
  const client = new Client(world.urlsOf('order-service'));
  const views = await eachOf(accepted, async ({ id }) => await client.send(`/orders/${id}`));
  const violations = accepted.flatMap((order, index) => {
    const { status, body } = views[index] ?? {};
    return status === 200
      ? broken(order, body)
      : [`order ${order.id} was accepted and is not there: ${status}`];
  });
  const lost = views.filter(({ status }) => status !== 200).length;
  const stock = await soldAndLeft(
    world,
    views.map(({ body }) => body),
  );
  return {
    violations: [...violations, ...stock.violations, ...(await strangers(world, accepted))],
    lost,
    oversold: stock.oversold,
    orders: views.filter(({ status }) => status === 200).map(({ body }) => body),
  };
}

/** @param {Tracked} order @param {any} view */
function broken({ id, granted, paid }, view) {
  const reached = new Set(view.history.map((/** @type {{ to: string }} */ { to }) => to));
  const isCancelled = view.status === 'CANCELLED';
  const claims = /** @type {const} */ ([
    ...granted.map((status) => [reached.has(status), `was promised to be ${status} and never was`]),
    [isCancelled || !granted.includes('CANCELLED'), `was cancelled and is ${view.status}`],
    [view.status !== 'PENDING', 'has not been decided'],
    [view.change?.status !== 'PENDING', 'has a change that has not been decided'],
    [!paid || view.payment?.status === 'PAID', 'was paid for, which is not on record'],
  ]);
  return claims.filter(([holds]) => !holds).map(([, fault]) => `order ${id} ${fault}`);
}

/** Orders nobody placed, or placed once and there twice. @param {World} world @param {readonly Tracked[]} accepted */
async function strangers(world, accepted) {
  const rows = await query(world, 'order', 'SELECT id::text FROM orders');
  const known = new Set(accepted.map(({ id }) => id));
  const found = rows
    .filter(({ id }) => !known.has(id))
    .map(({ id }) => `order ${id} is there and nobody was told`);
  if (known.size < accepted.length) found.push(`${accepted.length - known.size} orders share an id`);
  return found;
}

/** @param {World} world @param {any[]} views of all orders */
async function soldAndLeft(world, views) {
  const sold = soldBy(views);
  const inventory = new Client(world.urlsOf('inventory-service'));
  const violations = [];
  let oversold = 0;
  for (const { productId, quantity } of PRODUCTS) {
    const { body } = await inventory.send(`/inventory/${productId}`);
    const { gone, held } = sold(productId);
    oversold += Math.max(0, gone + held - quantity);
    if (body.quantity !== quantity - gone || body.reservedQuantity !== held)
      violations.push(
        `${productId}: by its orders ${quantity - gone} on hand and ${held} reserved, ` +
          `by the inventory ${body.quantity} and ${body.reservedQuantity}`,
      );
  }
  return { violations, oversold };
}

/** How many units of a product have left for orders, and how many are held for them. @param {any[]} views of all orders */
function soldBy(views) {
  const lines = views
    .filter(({ status }) => status !== undefined && status !== 'CANCELLED')
    .flatMap(({ status, items }) =>
      items.map((/** @type {any} */ item) => ({ ...item, isGone: GONE.has(status) })),
    );
  /** @param {string} id @param {boolean} wanted */
  const units = (id, wanted) =>
    lines
      .filter(({ productId, isGone }) => productId === id && isGone === wanted)
      .reduce((sum, { quantity }) => sum + quantity, 0);
  return (/** @type {string} */ productId) => ({
    gone: units(productId, true),
    held: units(productId, false),
  });
}

/**
 * @template T, R
 * @param {readonly T[]} items
 * @param {(item: T) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
async function eachOf(items, work) {
  /** @type {R[]} */
  const results = [];
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < items.length; at = next++)
      results[at] = await work(/** @type {T} */ (items[at]));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}
