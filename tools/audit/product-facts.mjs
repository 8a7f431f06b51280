// @ts-check
import { merged } from './merge.mjs';
import { positionsIn } from './order-facts.mjs';

/** @typedef {import('./order-facts.mjs').Heard} Heard */
/** @typedef {import('./order-facts.mjs').Letters} Letters */
/** @typedef {{ key: string, version: number, ageMs: number, said: string }} ProductFacts */

/** Of an alert by its type: how often it was told, and how often so lately that no notification of it can have been deleted. @typedef {Record<string, [recent: number, all: number]>} Alerts */
/** Who waits for a product: how many, and a figure that is another when they are others. @typedef {{ key: string, count: number, who: string }} Waiting */

/**
 * All that the three services say about one product.
 * @typedef {object} ProductCase
 * @property {string} key the product's id
 * @property {ProductFacts} [product]
 * @property {{ key: string, said: string }} [price]
 * @property {Heard} [heardByOrder]
 * @property {Heard} [heardByNotification]
 * @property {{ key: string, alerts: Alerts }} [published] by inventory
 * @property {{ key: string, letters: Letters }} [told] to the shop and to who waited, of what is on record as published
 * @property {Waiting} [waitingAtInventory]
 * @property {Waiting} [waitingAtNotification]
 */

const among = (column = 'product_id') => `($1::text[] IS NULL OR ${column} = ANY ($1::text[]))`;

const said = (/** @type {string} */ active) =>
  `concat_ws(' ', name, price_minor, currency, CASE WHEN ${active} THEN 'active' ELSE 'inactive' END)`;

const PRODUCTS = `
  SELECT product_id AS key, version, (extract(epoch FROM now() - updated_at) * 1000)::float8 AS "ageMs",
         ${said(`status = 'ACTIVE'`)} AS said
  FROM products WHERE ${among()} ORDER BY product_id COLLATE "C"`;

const PRICES = `
  SELECT product_id AS key, ${said('active')} AS said
  FROM product_prices WHERE ${among()} ORDER BY product_id COLLATE "C"`;

// What was published before there was a record of it may have been told all the same.
const FIRST_ON_RECORD = `
  SELECT event_id::text AS id FROM stock_alerts WHERE event_id IS NOT NULL ORDER BY event_id LIMIT 1`;

const PUBLISHED = `
  SELECT product_id AS key, jsonb_object_agg(type, jsonb_build_array(recent, published)) AS alerts
  FROM (SELECT product_id, type, count(*) AS published,
               count(*) FILTER (WHERE $2::int = 0 OR at > now() - make_interval(days => $2::int)) AS recent
        FROM stock_alerts WHERE event_id IS NOT NULL AND ${among()}
        GROUP BY product_id, type) AS by_type
  GROUP BY product_id ORDER BY product_id COLLATE "C"`;

// Ids are UUIDv7, so those of later events are greater.
const TOLD = `
  SELECT key, jsonb_object_agg(kind, jsonb_build_array(events, rows, different)) AS letters
  FROM (SELECT metadata ->> 'productId' AS key, kind, count(DISTINCT cause ->> 'causationid') AS events, count(*) AS rows,
               count(DISTINCT (event_id, channel, coalesce(recipient, ''))) AS different
        FROM notifications
        WHERE kind IN ('low-stock', 'back-in-stock', 'back-in-stock-customer')
          AND (cause ->> 'causationid') COLLATE "C" >= $2 AND ${among(`metadata ->> 'productId'`)}
        GROUP BY 1, 2) AS by_kind
  GROUP BY key ORDER BY key COLLATE "C"`;

// A sum of hashes, so that a hundred thousand of them are compared in the memory of one figure.
const waitingIn = (/** @type {string} */ table) => `
  SELECT product_id AS key, count(*)::int AS count, sum(hashtextextended(subscription_id::text, 0))::text AS who
  FROM ${table} WHERE ${among()} GROUP BY product_id ORDER BY product_id COLLATE "C"`;

/**
 * Every product that any of the services knows, or those of the given ids.
 * @param {import('./snapshots.mjs').Snapshots} snapshots
 * @param {{ keys?: readonly string[], retentionDays: number }} options
 * @returns {AsyncGenerator<ProductCase>}
 */
export async function* productCases({ order, inventory, notification }, { keys, retentionDays }) {
  const only = [keys ?? null];
  /** @type {{ id: string }[]} */
  const [first] = await inventory.query(FIRST_ON_RECORD);
  /** @type {AsyncGenerator<ProductCase>} */
  const products = merged({
    product: inventory.batches(PRODUCTS, only),
    price: order.batches(PRICES, only),
    heardByOrder: order.batches(positionsIn('product'), only),
    heardByNotification: notification.batches(positionsIn('product'), only),
    published: inventory.batches(PUBLISHED, [...only, retentionDays]),
    told: notification.batches(TOLD, [...only, first?.id ?? null]),
    waitingAtInventory: inventory.batches(waitingIn('subscriptions'), only),
    waitingAtNotification: notification.batches(waitingIn('stock_subscriptions'), only),
  });
  yield* products;
}
