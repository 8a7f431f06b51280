// @ts-check
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { APPS, ensureBuilt } from '../tools/build.mjs';
import { maintenanceUrl } from '../tools/infra/postgres/admin.mjs';
import { preparePostgres } from '../tools/infra/postgres/embedded.mjs';
import { allOrFirstError } from '../tools/infra/provide.mjs';
import { prepareNode, startEpmd } from '../tools/infra/rabbitmq/node.mjs';
import { ensureInstalled } from '../tools/install.mjs';
import { withKeeper } from '../tools/keeper/with-keeper.mjs';
import { announce } from '../tools/support/messages.mjs';
import { COUNTING } from './measure/statements.mjs';

/** @typedef {import('../tools/keeper/client.mjs').Keeper} Keeper */
/** @typedef {import('../tools/infra/postgres/embedded.mjs').PostgresServer} PostgresServer */
/** @typedef {import('../tools/infra/rabbitmq/node.mjs').BrokerNode} BrokerNode */

/**
 * Servers that nobody else uses, as a ground for systems, and what can be measured of them.
 * @typedef {import('./system.mjs').Ground & { postgres: PostgresServer, broker: BrokerNode }} PrivateGround
 */

/**
 * PostgreSQL's settings: a commit is on disk when it returns. The cache holds what is in use, and checkpoints come by
 * the clock, not because a short run has filled the log.
 */
export const POSTGRES_SETTINGS = [
  'fsync=on',
  'synchronous_commit=on',
  'full_page_writes=on',
  'max_connections=300',
  'shared_buffers=512MB',
  'max_wal_size=8GB',
];

const PREFIX = 'bench_';

/**
 * Runs a bench on servers of its own, once the apps are built. All of it is gone when the bench is over. Resolves with
 * the signal that interrupted it, if one did.
 * @param {{ statements: boolean }} options whether PostgreSQL is to count statements
 * @param {(ground: PrivateGround) => Promise<void>} bench
 */
export async function onPrivateGround({ statements }, bench) {
  await ensureInstalled();
  return withKeeper(async (keeper) => {
    const [postgres, broker] = await allOrFirstError([
      startPostgres(keeper, [...POSTGRES_SETTINGS, ...(statements ? COUNTING : [])]),
      startBroker(keeper),
      ensureBuilt(APPS),
    ]);
    const servers = {
      postgresUrl: maintenanceUrl(postgres.postgres),
      rabbitmqUrl: broker.url,
      managementUrl: broker.managementUrl,
      databasePrefix: PREFIX,
      stop: () => keeper.stop(),
    };
    await bench({ keeper, servers, postgres, broker });
  });
}

/** @param {Keeper} keeper @param {readonly string[]} settings */
async function startPostgres(keeper, settings) {
  const search = { keeper, env: process.env, throwAway: true, runId: 'bench' };
  const server = await preparePostgres(search, settings);
  await server.start();
  announce('postgres', 'private', `127.0.0.1:${server.postgres.port}, ${settings.join(' ')}`);
  return server;
}

/** @param {Keeper} keeper */
async function startBroker(keeper) {
  const directory = join(keeper.directory, 'broker');
  mkdirSync(directory, { mode: 0o700 });
  const epmd = await startEpmd(keeper);
  const node = await prepareNode(keeper, { directory, name: 'waybill-bench', epmd, throwAway: true });
  await node.start();
  announce('rabbitmq', 'private', `127.0.0.1:${new URL(node.url).port}`);
  return node;
}
