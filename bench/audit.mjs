// @ts-check
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from '../tools/infra/postgres/admin.mjs';
import { fillOrders } from '../tools/orders/fill-orders.mjs';
import { announce } from '../tools/support/messages.mjs';
import { inRoot } from '../tools/support/paths.mjs';
import { ToolError, runTool } from '../tools/support/tool.mjs';
import { echoOrders } from './audit/echo-orders.mjs';
import { onGround, openSystem, orderCountFrom } from './system.mjs';

const USAGE = `npm run bench:audit [-- --count N]: how long npm run audit takes, and how much memory, with so many orders (1000000)
Fills databases of its own, which are dropped afterwards; a million orders take some minutes and 6 GiB of disk.`;

/** @typedef {import('../tools/infra/types.mjs').Postgres['databases']} Databases */

/** Databases that the services have migrated, of which none runs any more. @param {import('./system.mjs').Ground} ground */
async function migrated(ground) {
  const { system, databases } = await openSystem(ground, 'audit');
  await system.stop();
  return databases;
}

/** @param {Databases} databases @param {number} count */
async function filled(databases, count) {
  const clients = {
    order: await connect(databases.order),
    inventory: await connect(databases.inventory),
    notification: await connect(databases.notification),
  };
  const progress = (/** @type {string} */ of) => (/** @type {number} */ done) => {
    if (done % 100_000 === 0) announce(of, 'added', `${done} of ${count}`);
  };
  await fillOrders(clients.order, { count, customers: Math.ceil(count / 10), progress: progress('orders') });
  await echoOrders(clients, progress('echoes'));
  for (const client of Object.values(clients)) await client.end();
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

await runTool(async () => {
  const count = orderCountFrom(USAGE);
  await onGround(async (ground) => {
    const databases = await migrated(ground);
    await filled(databases, count);
    const { ms, maxRssKiB, broken } = await measured(databases);
    const figures = {
      orders: count,
      seconds: Math.round(ms / 100) / 10,
      peakMiB: Math.round(maxRssKiB / 1024),
    };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    if (broken.length > 0) throw new ToolError(`found what is not there: ${broken.join(', ')}`);
  });
});
process.exit();
