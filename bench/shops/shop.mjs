// @ts-check
// The words that the shops of this folder share; types only.

/** @typedef {import('../../tools/infra/types.mjs').Database} Database */

/** Rows that wait in a database: the statement gives one row, whose columns are places. @typedef {{ database: Database, sql: string }} Waits */

/**
 * A running saga, whichever way it is written, with products on sale.
 * @typedef {object} Shop
 * @property {string} name
 * @property {readonly string[]} urls of the instances of its order service
 * @property {readonly string[]} products
 * @property {import('../../tools/infra/types.mjs').Postgres['databases']} databases
 * @property {string} brokerUrl
 * @property {readonly string[]} queues that it consumes
 * @property {readonly Waits[]} waits
 * @property {import('../measure/processor.mjs').Roots} processes of each service
 * @property {(accepted: number) => Promise<string[]>} wrongs what does not add up once it is at rest, given how many
 *   orders have been accepted since it was opened; nothing if all is well
 * @property {() => Promise<void>} close
 */

export {};
