// @ts-check
import { randomBytes } from 'node:crypto';
import { announce } from '../support/messages.mjs';
import { ToolError } from '../support/tool.mjs';
import { killAndRestart } from './accident.mjs';
import { Client } from './client.mjs';
import { percentile, tally } from './figures.mjs';
import { placeOrders } from './place-orders.mjs';
import { privateCopy } from './private-copy.mjs';
import { progress } from './progress.mjs';
import { orderProblems, verifyMail, verifyStock } from './verify.mjs';

/** @typedef {import('./place-orders.mjs').Outcome} Outcome */

/**
 * Drives the orders through a system, tells what became of them, checks that everything adds up, and resolves with
 * what does not.
 * @param {import('./target.mjs').Target} target
 * @param {import('./orders-file.mjs').DemoOrder[]} originals
 * @param {import('../system/seed.mjs').SampleProduct[]} described
 * @param {{ concurrency: number, kill?: string | undefined }} options
 * @returns {Promise<string[]>}
 */
export async function runDemo(target, originals, described, { concurrency, kill }) {
  const runId = randomBytes(2).toString('hex');
  const { orders, products } = privateCopy(runId, originals, described);
  const service = new Client(target.services['order-service'], target.token);
  const inventory = new Client(target.services['inventory-service'], target.token);
  const notifications = new Client(target.services['notification-service'], target.token);

  for (const product of products) await addProduct(inventory, product);
  announce('products', 'added', `${products.length}, their ids end in -${runId}`);

  const { outcomes, add, done } = progress(orders.length);
  /** @type {Promise<void> | undefined} */
  let accident;
  const onOutcome = (/** @type {Outcome} */ outcome) => {
    add(outcome);
    const isTime = outcomes.length >= orders.length / 4;
    if (kill !== undefined && target.system && isTime) accident ??= killAndRestart(target.system, kill);
  };
  const started = performance.now();
  await placeOrders(service, orders, { runId, concurrency, onOutcome });
  const seconds = (performance.now() - started) / 1000;
  done();
  await accident;

  const mail = await verifyMail(notifications, outcomes, {
    mailboxUrl: target.mailboxUrl,
    mark: `+${runId}@`,
  });
  const stock = await verifyStock(inventory, products, outcomes);
  const repeats = service.repeats + inventory.repeats + notifications.repeats;
  process.stdout.write(summary(outcomes, { seconds, repeats, notes: mail.notes }));
  return [...orderProblems(outcomes), ...stock, ...mail.problems];
}

/** @param {Client} inventory @param {import('../system/seed.mjs').SampleProduct} product */
async function addProduct(inventory, product) {
  const headers = { 'idempotency-key': `demo-${product.productId}` };
  const { status, body } = await inventory.send('/inventory', { method: 'POST', body: product, headers });
  if (status !== 201)
    throw new ToolError(`product ${product.productId} is refused: ${status} ${JSON.stringify(body)}`);
}

/** @param {Outcome[]} outcomes @param {{ seconds: number, repeats: number, notes: string[] }} more */
function summary(outcomes, { seconds, repeats, notes }) {
  const waits = outcomes.flatMap(({ decidedAfterMs }) => decidedAfterMs ?? []);
  const time = (/** @type {number} */ share) => `${Math.round(percentile(waits, share) ?? 0)} ms`;
  const rows = [
    ...tally(outcomes).map(([name, count]) => [name, String(count)]),
    ['in all', `${outcomes.length} orders in ${seconds.toFixed(1)} s`],
    ['from POST to decision', `p50 ${time(0.5)}, p99 ${time(0.99)}`],
    ['requests repeated', String(repeats)],
    ...notes.map((note) => ['note', note]),
  ];
  return `\n${rows.map(([name = '', value]) => `${name.padEnd(32)} ${value}`).join('\n')}\n\n`;
}
