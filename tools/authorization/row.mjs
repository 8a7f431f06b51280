// @ts-check

/** @typedef {import('../build.mjs').App} App */

/** What a row needs to be there before it is asked, of the customer whose object it is. @typedef {'nothing' | 'order' | 'deleted order' | 'product' | 'product out of stock' | 'subscription' | 'notification' | 'contact'} Subject */

/**
 * What is there, and whose it is.
 * @typedef {object} Facts
 * @property {string} customerId
 * @property {string} email of that customer
 * @property {string} id of the subject; a new one where there is none
 * @property {string} productId of a product that is in stock
 * @property {string} subscriptionId
 */

/** @typedef {{ path?: string, body?: unknown, headers?: Record<string, string> }} Wanted */

/** A status, with the code of the problem where there is one. @typedef {number | `${number} ${string}`} Answer */

/**
 * One route and what each of those who may ask is answered. A refusal that is the same for all rows is not in it.
 * @typedef {object} Row
 * @property {App} app
 * @property {string} route such as `GET /orders/:id`
 * @property {Subject} subject
 * @property {(facts: Facts) => Wanted} wanted
 * @property {Answer} allowed to whoever is let in
 * @property {boolean} everyone
 * @property {'own' | 'any' | undefined} customer
 * @property {Answer | undefined} foreign to a customer who asks for another's, if there is such a thing
 * @property {string | undefined} scope that lets a service in
 */

/** Who may use a route besides administrators. @typedef {Pick<Row, 'everyone' | 'customer' | 'foreign' | 'scope'>} Grants */

/** @type {Grants} */
const NOBODY_ELSE = { everyone: false, customer: undefined, foreign: undefined, scope: undefined };

/** @type {Grants} */
export const everyone = { ...NOBODY_ELSE, everyone: true };

/** @type {Grants} */
export const admins = NOBODY_ELSE;

/** @param {string} scope @returns {Grants} */
export const services = (scope) => ({ ...NOBODY_ELSE, scope });

/** Customers for what is theirs, and services. @param {string} scope @param {Answer} [foreign] @returns {Grants} */
export const owners = (scope, foreign) => ({ ...NOBODY_ELSE, customer: 'own', foreign, scope });

/** Customers, for it belongs to none of them, and services. @param {string} scope @returns {Grants} */
export const customers = (scope) => ({ ...NOBODY_ELSE, customer: 'any', scope });

/**
 * @typedef {object} Request
 * @property {Subject} [subject]
 * @property {Answer} [allowed]
 * @property {(facts: Facts) => Wanted} [wanted]
 */

/**
 * A row that asks the route as it is, with the id of its subject, unless the request says otherwise.
 * @param {App} app @param {string} route @param {Grants} grants @param {Request} [request] @returns {Row}
 */
export const row = (
  app,
  route,
  grants,
  { subject = 'nothing', allowed = 200, wanted = () => ({}) } = {},
) => ({
  app,
  route,
  subject,
  allowed,
  wanted,
  ...grants,
});
