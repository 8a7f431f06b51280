// @ts-check
import { parseArgs } from 'node:util';
import { seekPostgres, searching } from './infra/provide.mjs';
import { ensureInstalled } from './install.mjs';
import { fillOrders } from './orders/fill-orders.mjs';
import { refusal } from './orders/refusal.mjs';
import { announce } from './support/messages.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run seed:orders -- [options]: fills a database of the order service with orders to look at
  --count N      so many orders (100000), spread over the past year
  --database URL postgres://… of a database that the order service has migrated; without it the order service's own
                 on the server that npm start would use
  --force        also into a database that does not look like one for development`;

const MOST = 20_000_000;

function options() {
  const { values } = parsed(USAGE, () =>
    parseArgs({
      options: {
        count: { type: 'string', default: '100000' },
        database: { type: 'string' },
        force: { type: 'boolean', default: false },
      },
    }),
  );
  const count = Number(values.count);
  if (!Number.isInteger(count) || count < 1 || count > MOST)
    throw new ToolError(`--count must be a number from 1 to ${MOST}`);
  if (values.database !== undefined && !URL.canParse(values.database))
    throw new ToolError('--database must be a URL such as postgres://postgres@127.0.0.1:5432/order_db');
  return { ...values, count };
}

/** The order service's own database on the server that `npm start` would use. */
function usualDatabase() {
  return searching({}, false, async (search) => {
    const { databases } = await seekPostgres(search);
    const { host, port, name, username, password } = databases.order;
    const credentials = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
    await search.keeper.stop();
    return `postgres://${credentials}@${host}:${port}/${name}`;
  });
}

/** @param {string} database @param {number} count */
async function seed(database, count) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: database, application_name: 'waybill-seed' });
  await client.connect();
  try {
    const { rows } = await client.query(`SELECT to_regclass('order_words') IS NOT NULL AS migrated`);
    if (!rows[0].migrated)
      throw new ToolError('this database has no tables of the order service; start the service on it once');
    const began = Date.now();
    const seconds = () => ((Date.now() - began) / 1000).toFixed(0);
    const progress = (/** @type {number} */ done) => {
      if (done % 100_000 === 0) announce('orders', 'added', `${done} of ${count} after ${seconds()} s`);
    };
    await fillOrders(client, { count, customers: Math.ceil(count / 10), progress });
    announce('orders', 'ready', `${count} in ${seconds()} s`);
  } finally {
    await client.end();
  }
}

await runTool(async () => {
  const { count, force, database = await usualDatabase() } = options();
  const reason = refusal(database, process.env);
  if (reason !== undefined && !force) throw new ToolError(`${reason}; --force fills it all the same`);
  await ensureInstalled();
  await seed(database, count);
});
