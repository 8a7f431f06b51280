// @ts-check
import { connected } from '../infra/postgres/admin.mjs';

/** @typedef {import('../infra/types.mjs').Owner} Owner */
/** @typedef {import('./world.mjs').World} World */

/** Runs a statement in a service's database, on a connection of its own, past all troubled lines. @param {World} world @param {Owner} owner @param {string} sql @param {unknown[]} [parameters] @returns {Promise<any[]>} */
export async function query(world, owner, sql, parameters = []) {
  const client = await openDatabase(world, owner);
  try {
    return (await client.query(sql, parameters)).rows;
  } finally {
    await client.end();
  }
}

/** Runs a statement in the maintenance database. @param {World} world @param {string} sql @param {unknown[]} [parameters] */
export function administer(world, sql, parameters = []) {
  return connected(world.server.postgres, (client) => client.query(sql, parameters));
}

/** @param {World} world @param {Owner} owner */
export async function openDatabase(world, owner) {
  const { default: pg } = await import('pg');
  const { host, port, username, password, name } = world.server.postgres.databases[owner];
  const client = new pg.Client({
    host,
    port,
    user: username,
    password,
    database: name,
    application_name: 'waybill-tools',
    connectionTimeoutMillis: 3000,
  });
  // Without a listener a connection the server cuts would take this process with it.
  client.on('error', () => {});
  await client.connect();
  return client;
}
