// @ts-check
import { messageOf } from '../../support/messages.mjs';
import { Unavailable } from '../ways.mjs';
import { connected, createMissingDatabases, onOneServer } from './admin.mjs';

/**
 * The server that `DB_HOST`, `DB_PORT`, `DB_USERNAME` and `DB_PASSWORD` name.
 * @type {import('../types.mjs').Seek<import('../types.mjs').Postgres>}
 */
export async function postgresFromEnvironment({ env, throwAway }) {
  const host = env['DB_HOST'];
  if (!host) throw new Unavailable('DB_HOST is not set (with DB_PORT, DB_USERNAME and DB_PASSWORD)');
  const port = Number(env['DB_PORT'] || 5432);
  const server = {
    host,
    port,
    username: env['DB_USERNAME'] || 'postgres',
    password: env['DB_PASSWORD'] ?? '',
  };
  const postgres = onOneServer(server, '');
  try {
    if (throwAway) await connected(server, async () => {});
    else await createMissingDatabases(postgres);
  } catch (error) {
    throw new Unavailable(`${host}:${port} ${messageOf(error)}`, { surprising: true });
  }
  return { value: { ...postgres, shared: true }, details: `${host}:${port}` };
}
