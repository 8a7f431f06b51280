// @ts-check
import { connect, connected } from '../../tools/infra/postgres/admin.mjs';
import { fillOrders } from '../../tools/orders/fill-orders.mjs';
import { echoOrders } from '../audit/echo-orders.mjs';
import { openSaga } from '../shops/saga.mjs';
import { Stall } from './stall.mjs';

const TELL_EVERY = 500_000;
const CUSTOMERS_SHARE = 0.1;

/** With nothing stored, and with millions of orders in all three databases. @type {import('./part.mjs').Part} */
export async function growth(bench) {
  const { orders } = bench.pace;
  const empty = new Stall(bench, await openSaga(bench.ground, 'empty'));
  const prepare = (/** @type {import('../../tools/infra/types.mjs').Postgres['databases']} */ databases) =>
    fill(databases, orders, (what, done) => bench.tell('growth', `${done} ${what} of ${orders}`));
  const full = new Stall(bench, await openSaga(bench.ground, 'full', { prepare }));
  for (const stall of [empty, full]) await stall.warmUp(bench.known.perSecond);
  return {
    measure: async () => {
      const before = await empty.sustained({}, bench.known.perSecond);
      const after = await full.sustained({}, before.perSecond);
      for (const stall of [empty, full]) await stall.takeStock();
      return {
        'orders stored': orders,
        'orders a second, empty': before.perSecond,
        'orders a second, full': after.perSecond,
        'full / empty': after.perSecond / before.perSecond,
      };
    },
    close: async () => {
      for (const stall of [empty, full]) await stall.close();
    },
  };
}

/** @param {import('../../tools/infra/types.mjs').Postgres['databases']} databases @param {number} count @param {(what: string, done: number) => void} tell */
async function fill(databases, count, tell) {
  const clients = {
    order: await connect(databases.order),
    inventory: await connect(databases.inventory),
    notification: await connect(databases.notification),
  };
  const progress = (/** @type {string} */ what) => (/** @type {number} */ done) => {
    if (done % TELL_EVERY === 0) tell(what, done);
  };
  const customers = Math.ceil(count * CUSTOMERS_SHARE);
  await fillOrders(clients.order, { count, customers, progress: progress('orders stored') });
  await echoOrders(clients, progress('orders known to the other services'));
  // Orders that are changed long after they were stored leave gaps all over the table, and each new one would fill a gap, on
  // a page that has to be read and logged whole. Those that come and go through a shop leave theirs behind them.
  for (const command of ['VACUUM FULL orders', 'VACUUM ANALYZE orders']) await clients.order.query(command);
  for (const client of Object.values(clients)) await client.end();
  // Or it would be written out while rates are measured.
  await connected(databases.order, (client) => client.query('CHECKPOINT'));
}
