// @ts-check
import { merged } from './merge.mjs';
import { positionsIn } from './order-facts.mjs';
import { UNHEARD, unheard } from './order-rules.mjs';

/** @typedef {import('./order-facts.mjs').Heard} Heard */
/** @typedef {{ key: string, version: number, ageMs: number, said: string }} ProductFacts */

/**
 * All that the three services say about one product.
 * @typedef {object} ProductCase
 * @property {string} key the product's id
 * @property {ProductFacts} [product]
 * @property {{ key: string, said: string }} [price]
 * @property {Heard} [heardByOrder]
 * @property {Heard} [heardByNotification]
 */

/** @typedef {import('./findings.mjs').Rule<ProductCase>} ProductRule */

const among = '($1::text[] IS NULL OR product_id = ANY ($1::text[]))';

const said = (/** @type {string} */ active) =>
  `concat_ws(' ', name, price_minor, currency, CASE WHEN ${active} THEN 'active' ELSE 'inactive' END)`;

const PRODUCTS = `
  SELECT product_id AS key, version, (extract(epoch FROM now() - updated_at) * 1000)::float8 AS "ageMs",
         ${said(`status = 'ACTIVE'`)} AS said
  FROM products WHERE ${among} ORDER BY product_id COLLATE "C"`;

const PRICES = `
  SELECT product_id AS key, ${said('active')} AS said
  FROM product_prices WHERE ${among} ORDER BY product_id COLLATE "C"`;

/**
 * Every product that any of the services knows, or those of the given ids.
 * @param {import('./snapshots.mjs').Snapshots} snapshots
 * @param {{ keys?: readonly string[] }} options
 * @returns {AsyncGenerator<ProductCase>}
 */
export function productCases({ order, inventory, notification }, { keys }) {
  const only = [keys ?? null];
  return merged({
    product: inventory.batches(PRODUCTS, only),
    price: order.batches(PRICES, only),
    heardByOrder: order.batches(positionsIn('product'), only),
    heardByNotification: notification.batches(positionsIn('product'), only),
  });
}

/** @param {string} name @param {string} explanation @param {'order' | 'notification'} subscriber @returns {ProductRule} */
const heardRule = (name, explanation, subscriber) => ({
  name,
  explanation,
  ...UNHEARD,
  severity: 'violation',
  judge({ key, product, heardByOrder, heardByNotification }, { deadlineMs }) {
    const heard = (subscriber === 'order' ? heardByOrder : heardByNotification)?.sequence ?? 0;
    const { version = 0, ageMs = 0 } = product ?? {};
    return unheard({ key, stream: 'product', subscriber, version, heard, ageMs }, deadlineMs);
  },
});

/** @type {ProductRule} */
const pricesAsTold = {
  severity: 'violation',
  name: 'prices-as-told',
  explanation:
    'The order service sells every product under the name, price and status that inventory gives it.',
  means: 'Orders are priced wrongly.',
  remedy:
    'Save the product again with `PATCH /inventory/:productId`, which tells of it anew, and look for the cause.',
  judge({ key, product, price, heardByOrder }) {
    if (!product || heardByOrder?.sequence !== product.version || product.said === price?.said)
      return undefined;
    return { row: { productId: key, inventory: product.said, order: price?.said ?? null } };
  },
};

export const productRules = [
  heardRule(
    'orders-hear-products',
    'The order service has handled every event of every product, to its version.',
    'order',
  ),
  heardRule(
    'notification-hears-products',
    'The notification service has handled every event of every product, to its version.',
    'notification',
  ),
  pricesAsTold,
];
