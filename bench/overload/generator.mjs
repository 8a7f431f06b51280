// @ts-check
// Places orders at a constant rate in a process of its own, whatever becomes of those before: an open loop. A latency is
// counted from the moment at which the order was due to be sent, so that a generator or a service that stands still does
// not hide it. Argument: the `Plan` as JSON. Writes the `Outcome` as JSON to the plan's file.
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';

/**
 * @typedef {object} Plan
 * @property {string} url of the order service
 * @property {number} perSecond
 * @property {number} seconds
 * @property {readonly string[]} products
 * @property {string} file
 *
 * @typedef {object} Outcome
 * @property {number} offered
 * @property {string[]} accepted ids of orders
 * @property {number[]} acceptedMs latencies of the accepted
 * @property {number[]} shedMs latencies of those refused with 503 `overloaded` and `Retry-After`
 * @property {Record<string, number>} others answers of any other kind, and how many
 * @property {number} latestMs how late the generator itself was at most
 */

const TICK_MS = 2;
const GIVE_UP_MS = 30_000;

/** @type {Plan} */
const plan = JSON.parse(process.argv[2] ?? '');
const agent = new Agent({ keepAlive: true, maxSockets: 5000 });

/** @type {Outcome} */
const outcome = { offered: 0, accepted: [], acceptedMs: [], shedMs: [], others: {}, latestMs: 0 };

/** @param {string} kind */
const other = (kind) => void (outcome.others[kind] = (outcome.others[kind] ?? 0) + 1);

/** @param {number} number */
const orderOf = (number) =>
  JSON.stringify({
    customerId: randomUUID(),
    items: [{ productId: plan.products[number % plan.products.length], quantity: 1 }],
    contact: { email: `bench-${number % 1000}@example.org` },
  });

/** @param {number} number @param {number} due */
function place(number, due) {
  const body = orderOf(number);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'idempotency-key': randomUUID(),
  };
  return new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
    const sent = request(`${plan.url}/orders`, { method: 'POST', agent, headers, timeout: GIVE_UP_MS });
    sent.on('response', (answer) => {
      /** @type {Buffer[]} */
      const pieces = [];
      answer.on('data', (piece) => pieces.push(piece));
      answer.on('end', () => {
        note(answer, Buffer.concat(pieces).toString(), performance.now() - due);
        resolve();
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('timeout')));
    sent.on('error', (error) => {
      other(error.message);
      resolve();
    });
    sent.end(body);
  });
}

/** @param {import('node:http').IncomingMessage} answer @param {string} text @param {number} ms */
function note({ statusCode, headers }, text, ms) {
  const body = JSON.parse(text);
  if (statusCode === 201) {
    outcome.accepted.push(body.id);
    outcome.acceptedMs.push(ms);
  } else if (statusCode === 503 && body.code === 'overloaded' && Number(headers['retry-after']) > 0) {
    outcome.shedMs.push(ms);
  } else {
    other(`${statusCode} ${body.code}`);
  }
}

const began = performance.now();
const total = Math.round(plan.perSecond * plan.seconds);
/** @type {Promise<unknown>[]} */
const underWay = [];
while (outcome.offered < total) {
  const now = performance.now();
  const due = () => began + (outcome.offered / plan.perSecond) * 1000;
  while (outcome.offered < total && due() <= now) {
    outcome.latestMs = Math.max(outcome.latestMs, now - due());
    underWay.push(place(outcome.offered, due()));
    outcome.offered += 1;
  }
  await pause(TICK_MS);
}
await Promise.all(underWay);
writeFileSync(plan.file, JSON.stringify(outcome));
process.exit();
