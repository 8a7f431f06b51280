// @ts-check
// The messages of some orders through queues like the saga's, with nothing done about them, in a process of its own.
// Argument: the `Plan` as JSON. Writes its own processor seconds as JSON to the plan's file.
import { writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { connect } from '../../tools/infra/rabbitmq/broker.mjs';

/** @typedef {import('../measure/traffic.mjs').Traffic} Traffic */
/** @typedef {{ url: string, traffic: readonly Traffic[], orders: number, file: string }} Plan */
/** @typedef {{ type: string, body: Buffer }} Letter */

const EXCHANGE = 'floor.events';
// As the relay does and the consumers do.
const UNCONFIRMED = 500;
const PREFETCH = 200;
const ACKNOWLEDGED_AT_ONCE = 100;

/** @type {Plan} */
const { url, traffic, orders, file } = JSON.parse(process.argv[2] ?? '');

const publishing = await (await connect(url)).createConfirmChannel();
const consuming = await connect(url);
await publishing.assertExchange(EXCHANGE, 'topic');
const queues = new Map(traffic.flatMap((kind) => kind.queues.map((queue) => [queue.name, queue])));
for (const { name, arguments: options } of queues.values()) {
  await publishing.assertQueue(`floor.${name}`, { durable: true, arguments: options });
  await publishing.purgeQueue(`floor.${name}`);
}
for (const kind of traffic)
  for (const { name } of kind.queues) await publishing.bindQueue(`floor.${name}`, EXCHANGE, kind.type);

let due = 0;
/** Resolves when so many messages have been delivered and acknowledged in all. @type {() => void} */
let heard = () => {};
const all = new Promise((resolve) => (heard = () => resolve(undefined)));
const letters = inTurns();
const deliveries = traffic.reduce((sum, kind) => {
  const copies = kind.queues.filter(({ isConsumed }) => isConsumed).length;
  return sum + copies * letters.filter(({ type }) => type === kind.type).length;
}, 0);
for (const { name, isConsumed } of queues.values()) if (isConsumed) await consume(`floor.${name}`);

const began = process.cpuUsage();
for (let first = 0; first < letters.length; first += UNCONFIRMED) {
  for (const { type, body } of letters.slice(first, first + UNCONFIRMED)) {
    const named = { messageId: randomUUID(), type, correlationId: randomUUID() };
    const options = { ...named, contentType: 'application/cloudevents+json', contentEncoding: 'utf-8' };
    publishing.publish(EXCHANGE, type, body, { ...options, persistent: true, mandatory: true });
  }
  await publishing.waitForConfirms();
}
if (deliveries > 0) await all;
const { user, system } = process.cpuUsage(began);
writeFileSync(file, JSON.stringify({ seconds: (user + system) / 1e6 }));
process.exit();

/** All of the messages, those of one order together. @returns {Letter[]} */
function inTurns() {
  return Array.from({ length: orders }, (_, order) =>
    traffic.flatMap(({ type, perOrder, bytes }) => {
      const count = Math.round(perOrder * (order + 1)) - Math.round(perOrder * order);
      return Array.from({ length: count }, () => ({ type, body: Buffer.alloc(bytes, 'x') }));
    }),
  ).flat();
}

/** @param {string} queue */
async function consume(queue) {
  const channel = await consuming.createChannel();
  await channel.prefetch(PREFETCH);
  let held = 0;
  await channel.consume(queue, (message) => {
    if (!message) return;
    due += 1;
    held += 1;
    if (held < ACKNOWLEDGED_AT_ONCE && due < deliveries) return;
    channel.ack(message, true);
    held = 0;
    if (due === deliveries) heard();
  });
}
