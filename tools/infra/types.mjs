// @ts-check
// The words the modules of this folder share; types only.

/** @typedef {'env' | 'local' | 'docker' | 'embedded'} Way */
/** @typedef {'order' | 'inventory' | 'notification'} Owner the service a database belongs to */

/**
 * @typedef {object} Database
 * @property {string} host
 * @property {number} port
 * @property {string} name
 * @property {string} username
 * @property {string} password
 */

/**
 * @typedef {object} Postgres
 * @property {string} host
 * @property {number} port
 * @property {string} username
 * @property {string} password
 * @property {string} databasePrefix
 * @property {Record<Owner, Database>} databases where each service's own database is; not always one server
 * @property {boolean} [shared] the server was there before, for others too
 */

/**
 * @typedef {object} RabbitMQ
 * @property {string} url
 * @property {string} [managementUrl] with credentials
 * @property {string} [privateVirtualHost] one made for this run only
 */

/** @typedef {{ host: string, port: number, user?: string, pass?: string, mailboxUrl?: string }} Mailbox */

/**
 * What the ways may use while they look.
 * @typedef {object} Search
 * @property {import('../keeper/client.mjs').Keeper} keeper owns whatever has to be started
 * @property {NodeJS.ProcessEnv} env
 * @property {boolean} throwAway nothing may outlive the run: no data, no databases, no virtual host
 * @property {string} runId names what is private to a throw-away run
 */

/**
 * Something that works, and the words that say what it is.
 * @template T
 * @typedef {{ value: T, details: string }} Found
 */

/**
 * One way to get at something; rejects with `Unavailable` when it is not there.
 * @template T
 * @typedef {(search: Search) => Promise<Found<T>>} Seek
 */

export {};
