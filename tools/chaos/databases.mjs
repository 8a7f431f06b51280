// @ts-check
import { connect, connected } from '../infra/postgres/admin.mjs';

/** @typedef {import('../infra/types.mjs').Owner} Owner */
/** A server with the databases of the services. @typedef {{ server: { postgres: import('../infra/types.mjs').Postgres } }} Ground */

/** Runs a statement in a service's database, on a connection of its own, past all troubled lines. @param {Ground} world @param {Owner} owner @param {string} sql @param {unknown[]} [parameters] @returns {Promise<any[]>} */
export async function query(world, owner, sql, parameters = []) {
  const { databases } = world.server.postgres;
  return (await connected(databases[owner], (client) => client.query(sql, parameters))).rows;
}

/** Runs a statement in the maintenance database. @param {Ground} world @param {string} sql @param {unknown[]} [parameters] */
export function administer(world, sql, parameters = []) {
  return connected(world.server.postgres, (client) => client.query(sql, parameters));
}

/** @param {Ground} world @param {Owner} owner */
export const openDatabase = (world, owner) => connect(world.server.postgres.databases[owner]);
