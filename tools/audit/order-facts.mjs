// @ts-check
import { merged } from './merge.mjs';

/** @typedef {import('./snapshots.mjs').Snapshots} Snapshots */
/** @typedef {import('./snapshots.mjs').Snapshot} Snapshot */

/**
 * An order, as far as others have to agree with it. Ages are in milliseconds.
 * @typedef {object} OrderFacts
 * @property {string} key its id
 * @property {string} status
 * @property {number} version
 * @property {number} ageMs since its latest step
 * @property {Date} since the time of that step
 * @property {string | null} change what became of the latest wish for other goods
 * @property {boolean} needsLink whether it waits for a link under which it can be paid
 * @property {number | null} overdueMs since its time to pay was over; negative before
 * @property {string} goods what is ordered of which product, in one order
 */

/** @typedef {{ key: string, status: string, version: number, ageMs: number, goods: string }} ReservationFacts */

/** How far a subscriber has come in a stream. @typedef {{ key: string, sequence: number }} Heard */
/** The types of the order's events in turn; `lately` without those whose notifications may be deleted by now. @typedef {{ key: string, events: string, lately: string }} History */
/** By kind of notification: of how many events, how many rows, how many that differ. @typedef {Record<string, [events: number, rows: number, distinct: number]>} Letters */

/**
 * All that the databases have of one order.
 * @typedef {object} Rows
 * @property {string} key the order's id
 * @property {OrderFacts} [order]
 * @property {History} [history]
 * @property {ReservationFacts} [reservation]
 * @property {Heard} [heardByInventory] of the order's events
 * @property {Heard} [heardByNotification] of the order's events
 * @property {Heard} [heardByOrder] of the reservation's events
 * @property {{ key: string, letters: Letters }} [told]
 */

/**
 * All that the three services say about one order.
 * @typedef {object} Case
 * @property {string} key the order's id
 * @property {OrderFacts | undefined} order
 * @property {ReservationFacts | undefined} reservation
 * @property {readonly string[]} events the types of the order's events, in turn
 * @property {readonly string[]} recentEvents those of which no notification can have been deleted yet
 * @property {{ inventory: number, notification: number, order: number }} heard the position of each subscriber: the first
 *   two in the stream of the order, the last in that of its reservation
 * @property {Letters} letters
 */

const ageOf = (/** @type {string} */ column) => `(extract(epoch FROM now() - ${column}) * 1000)::float8`;

// Summed, since an order may name a product in several lines, and what is held for it never does.
const goodsOf = (/** @type {string} */ lines) => `(
  SELECT string_agg(quantity || ' × ' || product_id, ', ' ORDER BY product_id COLLATE "C")
  FROM (SELECT line ->> 'productId' AS product_id, sum((line ->> 'quantity')::bigint) AS quantity
        FROM jsonb_array_elements(${lines}) AS line GROUP BY 1) AS summed)`;

// `$1` is null for all, or the keys that are looked at again.
const among = (/** @type {string} */ column, type = 'uuid') =>
  `($1::${type}[] IS NULL OR ${column} = ANY ($1::${type}[]))`;

const ORDERS = `
  SELECT id::text AS key, status, version, ${ageOf('updated_at')} AS "ageMs", updated_at AS since,
         change ->> 'status' AS change, payment_link_due_at IS NOT NULL AS "needsLink", ${ageOf('payment_expires_at')} AS "overdueMs",
         ${goodsOf('lines')} AS goods
  FROM orders WHERE ${among('id')} ORDER BY id`;

const HISTORIES = `
  SELECT order_id::text AS key, string_agg(event, ' ' ORDER BY version) AS events,
         coalesce(string_agg(event, ' ' ORDER BY version)
           FILTER (WHERE $2::int = 0 OR at > now() - make_interval(days => $2::int)), '') AS lately
  FROM order_history WHERE ${among('order_id')} GROUP BY order_id ORDER BY order_id`;

const RESERVATIONS = `
  SELECT order_id::text AS key, status, version, ${ageOf('updated_at')} AS "ageMs", ${goodsOf('lines')} AS goods
  FROM reservations WHERE ${among('order_id')} ORDER BY order_id`;

/**
 * How far a service has come in a stream. Subjects that are not ASCII are nobody's: no aggregate of ours has such an id.
 * @param {string} stream
 */
export const positionsIn = (stream) => `
  SELECT subject AS key, sequence FROM stream_positions
  WHERE stream = '${stream}' AND octet_length(subject) = char_length(subject) AND ${among('subject', 'text')}
  ORDER BY subject COLLATE "C"`;

// Those of events of orders: what other systems ask for carries the id of their request, or is custom.
const LETTERS = `
  SELECT key, jsonb_object_agg(kind, jsonb_build_array(events, rows, different)) AS letters
  FROM (SELECT metadata ->> 'orderId' AS key, kind, count(DISTINCT event_id) AS events, count(*) AS rows,
               count(DISTINCT (event_id, channel, coalesce(recipient, ''))) AS different
        FROM notifications
        WHERE kind <> 'custom' AND metadata ->> 'orderId' IS NOT NULL AND NOT metadata ? 'requestId'
          AND ${among(`metadata ->> 'orderId'`, 'text')}
        GROUP BY 1, 2) AS by_kind
  GROUP BY key ORDER BY key COLLATE "C"`;

/**
 * Every order that any of the services knows, or those of the given ids, in the order of their ids.
 * @param {Snapshots} snapshots
 * @param {{ keys?: readonly string[], retentionDays: number }} options
 * @returns {AsyncGenerator<Case>}
 */
export async function* cases({ order, inventory, notification }, { keys, retentionDays }) {
  const only = [keys ?? null];
  /** @type {AsyncGenerator<Rows>} */
  const orders = merged({
    order: order.batches(ORDERS, only),
    history: order.batches(HISTORIES, [...only, retentionDays]),
    heardByOrder: order.batches(positionsIn('reservation'), only),
    reservation: inventory.batches(RESERVATIONS, only),
    heardByInventory: inventory.batches(positionsIn('order'), only),
    heardByNotification: notification.batches(positionsIn('order'), only),
    told: notification.batches(LETTERS, only),
  });
  for await (const rows of orders) yield caseOf(rows);
}

/** @param {Rows} rows @returns {Case} */
function caseOf({ key, order, reservation, history, told, ...heard }) {
  const sequenceOf = (/** @type {Heard | undefined} */ position) => position?.sequence ?? 0;
  return {
    key,
    order,
    reservation,
    events: typesIn(history?.events),
    recentEvents: typesIn(history?.lately),
    heard: {
      inventory: sequenceOf(heard.heardByInventory),
      notification: sequenceOf(heard.heardByNotification),
      order: sequenceOf(heard.heardByOrder),
    },
    letters: told?.letters ?? {},
  };
}

const typesIn = (/** @type {string | undefined} */ events) => (events ? events.split(' ') : []);
