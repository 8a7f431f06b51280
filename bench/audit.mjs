// @ts-check
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../tools/build.mjs';
import { connected } from '../tools/infra/postgres/admin.mjs';
import { provideForTests } from '../tools/infra/tests/provide-for-tests.mjs';
import { ensureInstalled } from '../tools/install.mjs';
import { withKeeper } from '../tools/keeper/with-keeper.mjs';
import { fillOrders } from '../tools/orders/fill-orders.mjs';
import { announce } from '../tools/support/messages.mjs';
import { inRoot } from '../tools/support/paths.mjs';
import { freePorts } from '../tools/support/ports.mjs';
import { ToolError, parsed, runTool } from '../tools/support/tool.mjs';
import { startSystem } from '../tools/system/system.mjs';

const USAGE = `npm run bench:audit [-- --count N]: how long npm run audit takes, and how much memory, with so many orders (1000000)
Fills databases of its own, which are dropped afterwards; a million orders take some minutes and 6 GiB of disk.`;

/** @typedef {import('../tools/infra/types.mjs').Database} Database */
/** @typedef {import('../tools/infra/types.mjs').Owner} Owner */
/** @typedef {Record<Owner, Database>} Databases */
/** @typedef {import('../tools/keeper/client.mjs').Keeper} Keeper */

const OWNERS = /** @type {const} */ (['order', 'inventory', 'notification']);

/**
 * Databases that the services have migrated, of which none runs any more.
 * @param {Keeper} keeper @param {import('../tools/infra/tests/provide-for-tests.mjs').TestServers} servers @returns {Promise<Databases>}
 */
async function migrated(keeper, { postgresUrl, rabbitmqUrl, databasePrefix }) {
  const { hostname: host, port, username, password } = new URL(postgresUrl);
  const server = {
    host,
    port: Number(port || 5432),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
  const named = (/** @type {Owner} */ owner) => ({ ...server, name: `${databasePrefix}${owner}` });
  const databases = {
    order: named('order'),
    inventory: named('inventory'),
    notification: named('notification'),
  };
  for (const owner of OWNERS)
    await connected(server, (client) => client.query(`CREATE DATABASE ${databases[owner].name}`));
  const ports = await freePorts(OWNERS.length);
  const system = await startSystem({
    keeper,
    instances: OWNERS.map((owner, index) => ({
      name: `${owner}-service`,
      app: /** @type {const} */ (`${owner}-service`),
      owner,
      port: ports[index] ?? 0,
      url: `http://127.0.0.1:${ports[index]}`,
    })),
    servers: { databases, rabbitmqUrl, smtp: { host: '127.0.0.1', port: 25 } },
    env: { ...process.env, LOG_LEVEL: 'warn', RABBITMQ_PREFIX: 'bench-audit.' },
    logDirectory: join(keeper.directory, 'logs'),
  });
  await system.stop();
  return databases;
}

/** @param {Databases} databases @param {number} count */
async function filled(databases, count) {
  const { default: pg } = await import('pg');
  const { echoOrders } = await import('./audit/echo-orders.mjs');
  const open = async (/** @type {Owner} */ owner) => {
    const { host, port, name, username, password } = databases[owner];
    const client = new pg.Client({ host, port, database: name, user: username, password });
    await client.connect();
    return client;
  };
  const clients = {
    order: await open('order'),
    inventory: await open('inventory'),
    notification: await open('notification'),
  };
  const progress = (/** @type {string} */ of) => (/** @type {number} */ done) => {
    if (done % 100_000 === 0) announce(of, 'added', `${done} of ${count}`);
  };
  await fillOrders(clients.order, { count, customers: Math.ceil(count / 10), progress: progress('orders') });
  await echoOrders(clients, progress('echoes'));
  for (const owner of OWNERS) await clients[owner].end();
}

/** @typedef {{ ms: number, maxRssKiB: number, broken: string[] }} Figures */

/** @param {Databases} databases @returns {Promise<Figures>} */
async function measured(databases) {
  const child = fork(inRoot('bench', 'audit', 'look.mjs'));
  child.send(databases);
  const [figures] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new ToolError('the audit failed');
    }),
  ]);
  return figures;
}

/** @param {number} count @param {Keeper} keeper */
async function bench(count, keeper) {
  const [servers] = await Promise.all([provideForTests({ keeper }), ensureBuilt()]);
  try {
    const databases = await migrated(keeper, servers);
    await filled(databases, count);
    const { ms, maxRssKiB, broken } = await measured(databases);
    const figures = {
      orders: count,
      seconds: Math.round(ms / 100) / 10,
      peakMiB: Math.round(maxRssKiB / 1024),
    };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    if (broken.length > 0) throw new ToolError(`found what is not there: ${broken.join(', ')}`);
  } finally {
    await servers.stop();
  }
}

await runTool(async () => {
  const { values } = parsed(USAGE, () =>
    parseArgs({ options: { count: { type: 'string', default: '1000000' } } }),
  );
  const count = Number(values.count);
  if (!Number.isInteger(count) || count < 1000) throw new ToolError('--count must be at least 1000');
  await ensureInstalled();
  await withKeeper((keeper) => bench(count, keeper));
});
process.exit();
