// @ts-check
import { userInfo } from 'node:os';
import { messageOf } from '../../support/messages.mjs';
import { isFree } from '../../support/ports.mjs';
import { Unavailable } from '../ways.mjs';
import { connected, createMissingDatabases, onOneServer } from './admin.mjs';

/** @typedef {import('./admin.mjs').Server} Server */

const HOST = '127.0.0.1';
const PORT = 5432;

// A server that is already there may hold somebody else's order_db.
const PREFIX = 'waybill_';

/**
 * A server on the default local port that lets us in and lets us create databases.
 * @type {import('../types.mjs').Seek<import('../types.mjs').Postgres>}
 */
export async function localPostgres({ env, throwAway }) {
  if (await isFree(PORT)) throw new Unavailable(`nothing listens on ${HOST}:${PORT}`);
  const postgres = { ...onOneServer(await firstThatLetsUsIn(candidates(env)), PREFIX), shared: true };
  if (throwAway) return { value: postgres, details: `${HOST}:${PORT}, databases of this run only` };
  await createMissingDatabases(postgres);
  return { value: postgres, details: `${HOST}:${PORT}, databases ${PREFIX}*` };
}

/** @param {NodeJS.ProcessEnv} env @returns {Server[]} */
function candidates(env) {
  const self = userName(env);
  /** @type {[string, string][]} */
  const credentials = [
    // A server that trusts everybody takes any password, and a service should be given one that is not empty.
    ['postgres', 'postgres'],
    ['postgres', ''],
    [self, ''],
  ];
  if (env['PGUSER'] || env['PGPASSWORD'])
    credentials.unshift([env['PGUSER'] || self, env['PGPASSWORD'] ?? '']);
  return credentials.map(([username, password]) => ({ host: HOST, port: PORT, username, password }));
}

/** @param {NodeJS.ProcessEnv} env */
function userName(env) {
  try {
    return userInfo().username;
  } catch {
    return env['USER'] ?? ''; // In a container the user may be a bare number.
  }
}

/** @param {Server[]} servers */
async function firstThatLetsUsIn(servers) {
  let reason = '';
  for (const server of servers) {
    try {
      if (await mayCreateDatabases(server)) return server;
      reason = `${server.username} may not create databases`;
    } catch (error) {
      reason = messageOf(error);
    }
  }
  throw new Unavailable(`${HOST}:${PORT} ${reason} (PGUSER and PGPASSWORD are tried if set)`, {
    surprising: true,
  });
}

/** @param {Server} server @returns {Promise<boolean>} */
function mayCreateDatabases(server) {
  return connected(server, async (client) => {
    const { rows } = await client.query(
      'SELECT rolsuper OR rolcreatedb AS may FROM pg_roles WHERE rolname = current_user',
    );
    return rows[0].may;
  });
}
