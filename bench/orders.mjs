// @ts-check
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../tools/build.mjs';
import { connected } from '../tools/infra/postgres/admin.mjs';
import { provideForTests } from '../tools/infra/tests/provide-for-tests.mjs';
import { ensureInstalled } from '../tools/install.mjs';
import { withKeeper } from '../tools/keeper/with-keeper.mjs';
import { fillOrders } from '../tools/orders/fill-orders.mjs';
import { announce } from '../tools/support/messages.mjs';
import { freePorts } from '../tools/support/ports.mjs';
import { ToolError, parsed, runTool } from '../tools/support/tool.mjs';
import { startSystem } from '../tools/system/system.mjs';
import { measureCreating } from './orders/creating.mjs';
import { measureLists } from './orders/lists.mjs';
import { report } from './orders/report.mjs';

const USAGE = `npm run bench:orders [-- options]: lists and creates orders on an empty and on a filled database
  --count N   orders in the filled database (1000000)
Prints Markdown, then one line of JSON. Exits with 1 if a list or the ratio misses its bound.`;

/** @typedef {import('../tools/infra/tests/provide-for-tests.mjs').TestServers} TestServers */
/** @typedef {import('../tools/keeper/client.mjs').Keeper} Keeper */

/**
 * A built order service on a database of its own with so many orders.
 * @param {Keeper} keeper @param {TestServers} servers @param {'empty' | 'seeded'} name @param {number} count
 */
async function serviceWith(keeper, { postgresUrl, rabbitmqUrl, databasePrefix }, name, count) {
  const { hostname, port, username, password } = new URL(postgresUrl);
  const server = {
    host: hostname,
    port: Number(port || 5432),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
  const database = { ...server, name: `${databasePrefix}${name}` };
  await connected(server, (client) => client.query(`CREATE DATABASE ${database.name}`));
  const [listensOn = 0] = await freePorts(1);
  const instance = {
    name: `order-service-${name}`,
    app: /** @type {const} */ ('order-service'),
    owner: /** @type {const} */ ('order'),
    port: listensOn,
    url: `http://127.0.0.1:${listensOn}`,
  };
  await startSystem({
    keeper,
    instances: [instance],
    servers: {
      databases: { order: database, inventory: database, notification: database },
      rabbitmqUrl,
      smtp: { host: '127.0.0.1', port: 25 },
    },
    env: { ...process.env, LOG_LEVEL: 'warn', RABBITMQ_PREFIX: `bench-${name}.` },
    logDirectory: join(keeper.directory, 'logs'),
  });
  await filled(database, count);
  return instance.url;
}

/** @param {import('../tools/infra/types.mjs').Database} database @param {number} count */
async function filled({ host, port, name, username, password }, count) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ host, port, database: name, user: username, password });
  await client.connect();
  const began = Date.now();
  await fillOrders(client, { count, customers: Math.ceil(count / 10) });
  announce('orders', 'added', `${count} to ${name} in ${((Date.now() - began) / 1000).toFixed(0)} s`);
  await client.end();
}

/** @param {number} count @param {Keeper} keeper */
async function bench(count, keeper) {
  const [servers] = await Promise.all([provideForTests({ keeper }), ensureBuilt(['order-service'])]);
  try {
    const empty = await serviceWith(keeper, servers, 'empty', 0);
    const seeded = await serviceWith(keeper, servers, 'seeded', count);
    const creating = await measureCreating({ empty, seeded });
    const lists = await measureLists(seeded, (name) => announce('lists', 'measured', name));
    const machine = {
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    };
    const { text, misses } = report({ count, machine, creating, lists });
    process.stdout.write(`${text}\n${JSON.stringify({ count, machine, creating, lists })}\n`);
    if (misses.length > 0) throw new ToolError(`missed:\n${misses.join('\n')}`);
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
