// @ts-check
import { join } from 'node:path';
import { connected, onOneServer } from '../../tools/infra/postgres/admin.mjs';
import { request } from '../../tools/support/http.mjs';
import { until } from '../../tools/support/until.mjs';
import { instancesOnFreePorts } from '../../tools/system/services.mjs';
import { startSystem } from '../../tools/system/system.mjs';

/** @typedef {import('../../tools/infra/tests/provide-for-tests.mjs').TestServers} TestServers */
/** @typedef {import('../../tools/keeper/client.mjs').Keeper} Keeper */

const PRODUCTS = Array.from({ length: 50 }, (_, index) => `overload-${index}`);
const ENOUGH = 10_000_000;

/**
 * One instance of each service, and products on sale.
 * @typedef {object} Shop
 * @property {string} orders URL of the order service
 * @property {readonly string[]} products
 * @property {import('../../tools/infra/types.mjs').Postgres['databases']} databases
 */

/** @param {Keeper} keeper @param {TestServers} servers @returns {Promise<Shop>} */
export async function openShop(keeper, { postgresUrl, rabbitmqUrl, databasePrefix }) {
  const { hostname, port, username, password } = new URL(postgresUrl);
  const server = {
    host: hostname,
    port: Number(port || 5432),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
  const { databases } = onOneServer(server, `${databasePrefix}overload_`);
  await connected(server, async (client) => {
    for (const { name } of Object.values(databases)) await client.query(`CREATE DATABASE ${name}`);
  });
  const instances = await instancesOnFreePorts(1);
  const system = await startSystem({
    keeper,
    instances,
    servers: { databases, rabbitmqUrl, smtp: { host: '127.0.0.1', port: 25 } },
    env: {
      ...process.env,
      LOG_LEVEL: 'warn',
      EMAIL_PROVIDER: 'log',
      RABBITMQ_PREFIX: `${databasePrefix}overload.`,
    },
    logDirectory: join(keeper.directory, 'logs'),
  });
  const [orders = ''] = system.urlsOf('order-service');
  const [inventory = ''] = system.urlsOf('inventory-service');
  for (const productId of PRODUCTS) {
    const body = { productId, productName: productId, quantity: ENOUGH, price: 1, currency: 'EUR' };
    await request(`${inventory}/inventory`, { method: 'POST', body });
  }
  await until('the products can be ordered', () => knows(orders), { timeoutMs: 30_000 });
  return { orders, products: PRODUCTS, databases };
}

/** @param {string} orders */
async function knows(orders) {
  const items = PRODUCTS.map((productId) => ({ productId, quantity: 1 }));
  const body = { customerId: 'c0000000-0000-7000-8000-000000000000', items };
  return (await request(`${orders}/orders`, { method: 'POST', body })).status === 201;
}
