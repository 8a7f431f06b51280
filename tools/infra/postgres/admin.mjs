// @ts-check

/** @typedef {import('../types.mjs').Owner} Owner */
/** @typedef {import('../types.mjs').Database} Database */
/** @typedef {import('../types.mjs').Postgres} Postgres */
/** @typedef {{ host: string, port: number, username: string, password: string }} Server */
/** @typedef {Server & { name?: string }} Place a database of the server, the maintenance database if it has no name */

/** @type {readonly Owner[]} */
const OWNERS = ['order', 'inventory', 'notification'];

/** @param {Place} place */
export async function connect({ host, port, username, password, name = 'postgres' }) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    host,
    port,
    user: username,
    password,
    database: name,
    connectionTimeoutMillis: 3000,
    application_name: 'waybill-tools',
  });
  // Without a listener a connection the server cuts would take this process with it.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/**
 * Runs the work on a connection and closes it afterwards.
 * @template T
 * @param {Place} place
 * @param {(client: import('pg').Client) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function connected(place, work) {
  const client = await connect(place);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Describes a server that holds all three databases.
 * @param {Server} server
 * @param {string} databasePrefix
 * @returns {Postgres}
 */
export function onOneServer(server, databasePrefix) {
  const databases = OWNERS.map((owner) => [owner, { ...server, name: `${databasePrefix}${owner}_db` }]);
  return { ...server, databasePrefix, databases: Object.fromEntries(databases) };
}

/**
 * Creates those of the services' databases that are missing.
 * @param {Postgres} postgres
 */
export async function createMissingDatabases(postgres) {
  await connected(postgres, async (client) => {
    const { rows } = await client.query('SELECT datname FROM pg_database');
    const existing = new Set(rows.map((row) => row.datname));
    for (const { name } of Object.values(postgres.databases)) {
      if (!existing.has(name)) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    }
  });
}

/** The server that a connection URL leads to. @param {string} url @returns {Server} */
export function serverAt(url) {
  const { hostname: host, port, username, password } = new URL(url);
  return {
    host,
    port: Number(port || 5432),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
}

/** A connection URL to the maintenance database. @param {Server} server */
export function maintenanceUrl({ host, port, username, password }) {
  const credentials = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
  return `postgres://${credentials}@${host}:${port}/postgres`;
}
