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
 * @property {readonly string[]} urls of the instances of the order service, which get orders in turns
 * @property {number} perSecond
 * @property {number} seconds
 * @property {readonly string[]} products
 * @property {string} file
 * @property {number} [warmUpSeconds] before the seconds, at the same rate: no latency of these counts
 * @property {number} [lines] of each order; 1
 * @property {number} [waitEvery] every so many orders, one asks with `Prefer: wait` for an answer once it is decided
 * @property {boolean} [keyed] whether orders have an `Idempotency-Key`
 *
 * @typedef {object} Outcome
 * @property {number} offered
 * @property {string[]} accepted ids of orders
 * @property {number[]} acceptedMs latencies of the accepted that did not wait
 * @property {number[]} decidedMs latencies of the decisions on those that did
 * @property {number[]} shedMs latencies of those refused with 503 `overloaded` and `Retry-After`
 * @property {Record<string, number>} others answers of any other kind, and how many
 * @property {number} latestMs how late the generator itself was at most, once warm
 */

const TICK_MS = 2;
const GIVE_UP_MS = 30_000;

/** @type {Plan} */
const plan = JSON.parse(process.argv[2] ?? '');
const { perSecond, products, warmUpSeconds = 0, lines = 1, waitEvery = Infinity } = plan;
const agent = new Agent({ keepAlive: true, maxSockets: 5000 });

/** @type {Outcome} */
const outcome = {
  offered: 0,
  accepted: [],
  acceptedMs: [],
  decidedMs: [],
  shedMs: [],
  others: {},
  latestMs: 0,
};

/** @param {string} kind */
const other = (kind) => void (outcome.others[kind] = (outcome.others[kind] ?? 0) + 1);

/** @param {number} number */
const orderOf = (number) =>
  JSON.stringify({
    customerId: randomUUID(),
    items: Array.from({ length: lines }, (_, line) => ({
      productId: products[(number * lines + line) % products.length],
      quantity: 1,
    })),
    contact: { email: `bench-${number % 1000}@example.org` },
  });

/** An order on its way. @typedef {{ due: number, waits: boolean, counts: boolean }} Sent */

/** @param {number} number @param {Sent} sent */
function place(number, sent) {
  const body = orderOf(number);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(plan.keyed && { 'idempotency-key': randomUUID() }),
    ...(sent.waits && { prefer: 'wait=5' }),
  };
  const url = `${plan.urls[number % plan.urls.length]}/orders`;
  return new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
    const asked = request(url, { method: 'POST', agent, headers, timeout: GIVE_UP_MS });
    asked.on('response', (answer) => {
      /** @type {Buffer[]} */
      const pieces = [];
      answer.on('data', (piece) => pieces.push(piece));
      answer.on('end', () => {
        note(answer, Buffer.concat(pieces).toString(), sent);
        resolve();
      });
    });
    asked.on('timeout', () => asked.destroy(new Error('timeout')));
    asked.on('error', (error) => {
      other(error.message);
      resolve();
    });
    asked.end(body);
  });
}

/** @param {import('node:http').IncomingMessage} answer @param {string} text @param {Sent} sent */
function note({ statusCode, headers }, text, sent) {
  const ms = performance.now() - sent.due;
  const body = JSON.parse(text);
  if (statusCode === 201) accepted(body, ms, sent);
  else if (statusCode === 503 && body.code === 'overloaded' && Number(headers['retry-after']) > 0)
    outcome.shedMs.push(ms);
  else other(`${statusCode} ${body.code}`);
}

/** @param {{ id: string, status: string }} order @param {number} ms @param {Sent} sent */
function accepted({ id, status }, ms, { waits, counts }) {
  outcome.accepted.push(id);
  if (waits && status === 'PENDING') other('201 undecided');
  else if (counts) (waits ? outcome.decidedMs : outcome.acceptedMs).push(ms);
}

const began = performance.now();
const warmed = began + warmUpSeconds * 1000;
const total = Math.round(perSecond * (warmUpSeconds + plan.seconds));
/** @type {Promise<unknown>[]} */
const underWay = [];
while (outcome.offered < total) {
  const now = performance.now();
  const dueNext = () => began + (outcome.offered / perSecond) * 1000;
  while (outcome.offered < total && dueNext() <= now) {
    const due = dueNext();
    const counts = due >= warmed;
    if (counts) outcome.latestMs = Math.max(outcome.latestMs, now - due);
    const waits = outcome.offered % waitEvery === waitEvery - 1;
    underWay.push(place(outcome.offered, { due, waits, counts }));
    outcome.offered += 1;
  }
  await pause(TICK_MS);
}
await Promise.all(underWay);
writeFileSync(plan.file, JSON.stringify(outcome));
process.exit();
