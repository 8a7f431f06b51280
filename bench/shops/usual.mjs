// @ts-check
import { join } from 'node:path';
import {
  connected,
  createMissingDatabases,
  onOneServer,
  serverAt,
} from '../../tools/infra/postgres/admin.mjs';
import { SERVICES } from '../../tools/keeper/client.mjs';
import { lastLines } from '../../tools/support/files.mjs';
import { request } from '../../tools/support/http.mjs';
import { inRoot } from '../../tools/support/paths.mjs';
import { freePorts } from '../../tools/support/ports.mjs';
import { run } from '../../tools/support/run.mjs';
import { ToolError } from '../../tools/support/tool.mjs';
import { NoUseWaiting, until } from '../../tools/support/until.mjs';
import { productIds, putOnSale } from '../load/products.mjs';

/** @typedef {import('../../tools/infra/types.mjs').Owner} Owner */
/** @typedef {import('../../tools/infra/types.mjs').Postgres['databases']} Databases */
/** @typedef {import('../private-servers.mjs').PrivateGround} PrivateGround */

/** @type {readonly Owner[]} */
const OWNERS = ['order', 'inventory', 'notification'];
const QUEUES = OWNERS.map((owner) => `usual.${owner}`);
const RECORDED_WITHIN_MS = 20_000;

/** Compiles `bench/baseline`, checking its types. */
async function build() {
  const tsc = inRoot('node_modules', 'typescript', 'bin', 'tsc');
  const { ok, stdout } = await run(process.execPath, [tsc, '-p', inRoot('bench', 'baseline')], {
    timeoutMs: 120_000,
  });
  if (!ok) throw new ToolError(`bench/baseline does not build:\n${stdout}`);
}

/**
 * The saga as tutorials write it, one instance of each service.
 * @param {PrivateGround} ground
 * @returns {Promise<import('./shop.mjs').Shop>}
 */
export async function openUsual(ground) {
  await build();
  const { servers } = ground;
  const postgres = onOneServer(serverAt(servers.postgresUrl), `${servers.databasePrefix}usual_`);
  await createMissingDatabases(postgres);
  const { databases } = postgres;
  const ports = await freePorts(OWNERS.length);
  const services = await Promise.all(
    OWNERS.map((owner, at) => start(ground, owner, databases, ports[at] ?? 0)),
  );
  const [orders, inventory] = services;
  const products = productIds('usual', 50);
  await putOnSale({ orders: orders?.url ?? '', inventory: inventory?.url ?? '' }, products);
  await until('the first order to be told of', async () => (await account(databases)).letters === 2, {
    timeoutMs: RECORDED_WITHIN_MS,
  });
  return {
    name: 'usual',
    urls: [orders?.url ?? ''],
    products,
    databases,
    brokerUrl: servers.rabbitmqUrl,
    queues: QUEUES,
    waits: [
      {
        database: databases.order,
        sql: `SELECT count(*)::int AS undecided FROM orders WHERE status = 'PENDING'`,
      },
    ],
    processes: Object.fromEntries(services.map(({ name, pid }) => [name, [pid]])),
    wrongs: (accepted) => wrongs(databases, accepted + 1, products.length),
    close: async () => {
      for (const { name } of services) {
        ground.keeper.signal(name, 'SIGTERM');
        await ground.keeper.ended(name);
      }
    },
  };
}

/** @param {PrivateGround} ground @param {Owner} owner @param {Databases} databases @param {number} port */
async function start({ keeper, servers }, owner, databases, port) {
  const { host, port: databasePort, name: database, username, password } = databases[owner];
  const name = `usual-${owner}`;
  const log = join(keeper.directory, `${name}.log`);
  const child = await keeper.start({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', inRoot('dist', 'bench', 'baseline', `${owner}.js`)],
    env: {
      ...process.env,
      PORT: String(port),
      DB_HOST: host,
      DB_PORT: String(databasePort),
      DB_NAME: database,
      DB_USERNAME: username,
      DB_PASSWORD: password,
      RABBITMQ_URL: servers.rabbitmqUrl,
    },
    log,
    stage: SERVICES,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 5000,
  });
  const url = `http://127.0.0.1:${port}`;
  const isReady = async () => {
    if (child.end()) throw new NoUseWaiting(`${name} ended:\n${lastLines(log, 20)}`);
    return (await request(`${url}/health/ready`)).status === 200;
  };
  await until(`${name} to be ready`, isReady, { timeoutMs: 60_000 });
  return { name, url, pid: child.pid };
}

/** @typedef {{ orders: number, confirmed: number, reserved: number, letters: number }} Account */

/** @param {Databases} databases @returns {Promise<Account>} */
async function account({ order, inventory, notification }) {
  const ask = (/** @type {import('../../tools/infra/types.mjs').Database} */ database, sql = '') =>
    connected(database, async (client) => (await client.query(sql)).rows[0]);
  return {
    ...(await ask(
      order,
      `SELECT count(*)::int AS orders, count(*) FILTER (WHERE status = 'CONFIRMED')::int AS confirmed FROM orders`,
    )),
    ...(await ask(inventory, 'SELECT coalesce(sum(reserved), 0)::int AS reserved FROM products')),
    ...(await ask(notification, 'SELECT count(*)::int AS letters FROM notifications')),
  };
}

/**
 * What does not add up: each order is confirmed, its pieces are reserved, and two letters are recorded. All orders are of
 * one piece but the first, which is of one of each product.
 * @param {Databases} databases @param {number} accepted @param {number} first pieces in the first order
 */
async function wrongs(databases, accepted, first) {
  const expected = {
    orders: accepted,
    confirmed: accepted,
    reserved: accepted - 1 + first,
    letters: 2 * accepted,
  };
  /** @type {Account} */
  let found = { orders: 0, confirmed: 0, reserved: 0, letters: 0 };
  const isSo = async () => {
    found = await account(databases);
    return JSON.stringify(found) === JSON.stringify(expected);
  };
  // What a service is working on at this moment waits nowhere.
  return until('everything to add up', isSo, { timeoutMs: RECORDED_WITHIN_MS }).then(
    () => [],
    () => [`expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`],
  );
}
