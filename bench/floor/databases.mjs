// @ts-check
import {
  connected,
  createMissingDatabases,
  onOneServer,
  serverAt,
} from '../../tools/infra/postgres/admin.mjs';
import { IDS_OF, PLACED, TABLES } from './writes/tables.mjs';

/** @typedef {import('../../tools/infra/types.mjs').Owner} Owner */
/** @typedef {import('../../tools/infra/types.mjs').Postgres['databases']} Databases */

/** @type {readonly Owner[]} */
export const OWNERS = ['order', 'inventory', 'notification'];

/**
 * Three databases anew, in which so many orders have been placed.
 * @param {import('../private-servers.mjs').PrivateGround} ground @param {number} orders
 * @returns {Promise<Databases>}
 */
export async function floorDatabases({ servers }, orders) {
  const server = onOneServer(serverAt(servers.postgresUrl), `${servers.databasePrefix}floor_`);
  await createMissingDatabases(server);
  for (const owner of OWNERS)
    await connected(server.databases[owner], async (client) => {
      await client.query('DROP SCHEMA public CASCADE');
      await client.query('CREATE SCHEMA public');
      for (const statement of TABLES[owner]) await client.query(statement);
      await client.query(IDS_OF, [orders]);
      if (owner === 'order') await client.query(PLACED);
      await client.query('VACUUM ANALYZE');
      await client.query('CHECKPOINT');
    });
  return server.databases;
}
