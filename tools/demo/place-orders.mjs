// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('./orders-file.mjs').DemoOrder} DemoOrder */

/**
 * What became of an order.
 * @typedef {object} Outcome
 * @property {DemoOrder} order
 * @property {string} [id] given to it when it was accepted
 * @property {'CONFIRMED' | 'CANCELLED' | 'refused' | 'undecided'} end
 * @property {string} [code] why it was cancelled or refused
 * @property {number} [decidedAfterMs] from sending it to seeing its end
 */

const DECISION_TIMEOUT_MS = 120_000;
// The order service learns of a product by an event, a moment after the inventory service has it.
const UNKNOWN_PRODUCT_TIMEOUT_MS = 30_000;

/**
 * Places every order and follows it to its end, some of them at the same time.
 * @param {import('./client.mjs').Client} service the order service
 * @param {DemoOrder[]} orders
 * @param {{ runId: string, concurrency: number, onOutcome: (outcome: Outcome) => void }} options
 */
export async function placeOrders(service, orders, { runId, concurrency, onOutcome }) {
  const waiting = orders.map((order, index) => ({ order, key: `demo-${runId}-${index + 1}` }));
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      onOutcome(await placeAndFollow(service, next.order, next.key));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** @param {import('./client.mjs').Client} service @param {DemoOrder} order @param {string} key @returns {Promise<Outcome>} */
async function placeAndFollow(service, order, key) {
  const sent = performance.now();
  const { status, body } = await place(service, order, key);
  if (status !== 201) return { order, end: 'refused', code: `${status} ${body?.code ?? ''}` };
  const final = isFinal(body) ? body : await decision(service, body.id);
  if (!final) return { order, id: body.id, end: 'undecided' };
  const decidedAfterMs = performance.now() - sent;
  return { order, id: body.id, end: final.status, code: final.cancellation?.code, decidedAfterMs };
}

/** @param {import('./client.mjs').Client} service @param {DemoOrder} order @param {string} key */
async function place(service, order, key) {
  const deadline = Date.now() + UNKNOWN_PRODUCT_TIMEOUT_MS;
  for (;;) {
    const answer = await service.send('/orders', {
      method: 'POST',
      body: order,
      headers: { 'idempotency-key': key, prefer: 'wait=5' },
    });
    if (answer.body?.code !== 'unknown-product' || Date.now() > deadline) return answer;
    service.repeats += 1;
    await sleep(200);
  }
}

/** @param {{ status?: string } | undefined} order */
const isFinal = (order) => order?.status === 'CONFIRMED' || order?.status === 'CANCELLED';

/** @param {import('./client.mjs').Client} service @param {string} id */
async function decision(service, id) {
  const deadline = Date.now() + DECISION_TIMEOUT_MS;
  for (let pause = 15; Date.now() < deadline; pause = Math.min(pause * 1.5, 500)) {
    const { body } = await service.send(`/orders/${id}`);
    if (isFinal(body)) return body;
    await sleep(pause);
  }
  return undefined;
}
