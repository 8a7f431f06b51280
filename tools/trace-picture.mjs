// @ts-check
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Client } from './demo/client.mjs';
import { freshTarget } from './demo/target.mjs';
import { ensureInstalled } from './install.mjs';
import { withKeeper } from './keeper/with-keeper.mjs';
import { announce } from './support/messages.mjs';
import { inRoot } from './support/paths.mjs';
import { ToolError, runTool } from './support/tool.mjs';
import { until } from './support/until.mjs';
import { Collector } from './tracing/collector.mjs';
import { waterfall } from './tracing/waterfall.mjs';

const PICTURE = inRoot('docs', 'images', 'order-trace.svg');
const TIMEOUT = { timeoutMs: 60_000, everyMs: 100 };

/** Places one order and gives its trace, with both letters. @param {import('./demo/target.mjs').Target} target @param {Collector} collector */
async function traceOfOne({ services, token }, collector) {
  const productId = `desk-lamp-${randomBytes(2).toString('hex')}`;
  const inventory = new Client(services['inventory-service'], token);
  const orders = new Client(services['order-service'], token);
  const product = { productId, productName: 'Desk lamp', quantity: 10, price: 29.99 };
  await inventory.send('/inventory', { method: 'POST', body: product });
  const order = {
    customerId: '0198c0de-0000-7000-8000-000000000001',
    items: [{ productId, quantity: 1 }],
    contact: { email: 'ada@example.org' },
  };
  // The first warms up what the second then shows as it is usually.
  for (let placed = 0; placed < 5; placed++) await place(orders, order);
  return place(orders, order, collector);
}

/** @param {Client} orders @param {object} body @param {Collector} [collector] */
async function place(orders, body, collector) {
  const traceId = randomBytes(16).toString('hex');
  const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
  const headers = { traceparent, prefer: 'wait=10' };
  const { status, body: answer } = await orders.send('/orders', { method: 'POST', body, headers });
  if (status !== 201) throw new ToolError(`no order: ${status} ${JSON.stringify(answer)}`);
  if (!collector) return [];
  const letters = () => collector.trace(traceId).filter(({ name }) => name.startsWith('send order-'));
  await until('both letters', async () => letters().length === 2, TIMEOUT);
  const published = () => collector.trace(traceId).filter(({ name }) => name.endsWith('notification.sent'));
  await until('what became of them', async () => published().length >= 2, TIMEOUT);
  return collector.trace(traceId);
}

/** Takes the picture in `docs/tracing.md`. */
await runTool(async () => {
  await ensureInstalled();
  const collector = await Collector.open();
  Object.assign(process.env, collector.environment);
  const interrupted = await withKeeper(async (keeper) => {
    const spans = await traceOfOne(await freshTarget(keeper), collector);
    writeFileSync(PICTURE, waterfall(spans));
    announce('picture', 'drawn', `${spans.length} spans`);
  });
  if (interrupted) process.exitCode = 130;
});
process.exit();
