// @ts-check
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { APPS, ensureBuilt } from '../tools/build.mjs';
import { createMissingDatabases, onOneServer, serverAt } from '../tools/infra/postgres/admin.mjs';
import { provideForTests } from '../tools/infra/tests/provide-for-tests.mjs';
import { ensureInstalled } from '../tools/install.mjs';
import { withKeeper } from '../tools/keeper/with-keeper.mjs';
import { ToolError, parsed } from '../tools/support/tool.mjs';
import { instancesOnFreePorts } from '../tools/system/services.mjs';
import { startSystem } from '../tools/system/system.mjs';

/** @typedef {import('../tools/build.mjs').App} App */
/** @typedef {import('../tools/keeper/client.mjs').Keeper} Keeper */

/**
 * What a bench runs on; all of it is gone when the bench is over.
 * @typedef {{ keeper: Keeper, servers: import('../tools/infra/tests/provide-for-tests.mjs').TestServers }} Ground
 */

/** How many orders are asked for on the command line. @param {string} usage */
export function orderCountFrom(usage) {
  const { values } = parsed(usage, () =>
    parseArgs({ options: { count: { type: 'string', default: '1000000' } } }),
  );
  const count = Number(values.count);
  if (!Number.isInteger(count) || count < 1000) throw new ToolError('--count must be at least 1000');
  return count;
}

/** Runs a bench once its apps are built. @param {(ground: Ground) => Promise<void>} bench @param {readonly App[]} [apps] */
export async function onGround(bench, apps = APPS) {
  await ensureInstalled();
  await withKeeper(async (keeper) => {
    const [servers] = await Promise.all([provideForTests({ keeper }), ensureBuilt(apps)]);
    try {
      await bench({ keeper, servers });
    } finally {
      await servers.stop();
    }
  });
}

/**
 * One instance of each app, or `each`, on databases of their own, with a prefix of their own on the broker.
 * @param {Ground} ground @param {string} name tells it from other systems on the same ground
 * @param {{ apps?: readonly App[], env?: Record<string, string>, each?: number }} [options]
 */
export async function openSystem({ keeper, servers }, name, { apps = APPS, env = {}, each = 1 } = {}) {
  const prefix = `${servers.databasePrefix}${name}`;
  const postgres = onOneServer(serverAt(servers.postgresUrl), `${prefix}_`);
  await createMissingDatabases(postgres);
  const instances = (await instancesOnFreePorts(each)).filter(({ app }) => apps.includes(app));
  const { databases } = postgres;
  const brokerPrefix = `${prefix}.`;
  const system = await startSystem({
    keeper,
    instances: instances.map((instance) => ({ ...instance, name: `${instance.name}-${name}` })),
    servers: { databases, rabbitmqUrl: servers.rabbitmqUrl, smtp: { host: '127.0.0.1', port: 25 } },
    env: { ...process.env, LOG_LEVEL: 'warn', RABBITMQ_PREFIX: brokerPrefix, ...env },
    logDirectory: join(keeper.directory, 'logs'),
  });
  return { system, databases, brokerPrefix };
}
