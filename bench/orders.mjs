// @ts-check
import { availableParallelism, totalmem } from 'node:os';
import { connected } from '../tools/infra/postgres/admin.mjs';
import { fillOrders } from '../tools/orders/fill-orders.mjs';
import { announce } from '../tools/support/messages.mjs';
import { ToolError, runTool } from '../tools/support/tool.mjs';
import { measureCreating } from './orders/creating.mjs';
import { measureLists } from './orders/lists.mjs';
import { report } from './orders/report.mjs';
import { onGround, openSystem, orderCountFrom } from './system.mjs';

const USAGE = `npm run bench:orders [-- options]: lists and creates orders on an empty and on a filled database
  --count N   orders in the filled database (1000000)
Prints Markdown, then one line of JSON. Exits with 1 if a list or the ratio misses its bound.`;

/** @type {readonly import('./system.mjs').App[]} */
const APPS = ['order-service'];

/**
 * A built order service on a database of its own with so many orders.
 * @param {import('./system.mjs').Ground} ground @param {'empty' | 'seeded'} name @param {number} count
 */
async function serviceWith(ground, name, count) {
  const { system, databases } = await openSystem(ground, name, { apps: APPS });
  const began = Date.now();
  const customers = Math.ceil(count / 10);
  await connected(databases.order, (client) => fillOrders(client, { count, customers }));
  announce('orders', 'added', `${count} to ${name} in ${((Date.now() - began) / 1000).toFixed(0)} s`);
  const [url = ''] = system.urlsOf('order-service');
  return url;
}

await runTool(async () => {
  const count = orderCountFrom(USAGE);
  await onGround(async (ground) => {
    const empty = await serviceWith(ground, 'empty', 0);
    const seeded = await serviceWith(ground, 'seeded', count);
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
  }, APPS);
});
process.exit();
