// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('./load.mjs').Load} Load */
/** @typedef {import('./load.mjs').Tracked} Tracked */
/** @typedef {import('./random.mjs').Random} Random */

/**
 * What may happen after an order was placed, each as often as it stands here.
 * @type {readonly ((load: Load, order: Tracked, random: Random) => Promise<void>)[]}
 */
const STORIES = [keep, keep, keep, keep, cancel, cancel, ship, ship, deliver, change, pay, pay];

/** Places one order and does with it what customers and shops do. @param {Load} load @param {Random} random */
export async function liveOn(load, random) {
  const story = random.pick(STORIES);
  const order = load.order(random, story === pay);
  await load.place(order);
  if (order.id === undefined) return;
  await sleep(random.whole(0, 300));
  await story(load, order, random);
}

async function keep() {}

/** @param {Load} load @param {Tracked} order */
async function cancel(load, order) {
  await step(
    load,
    order,
    { method: 'POST', path: '/cancel', body: { reason: 'changed my mind' } },
    'CANCELLED',
  );
}

/** @param {Load} load @param {Tracked} order */
async function ship(load, order) {
  await step(load, order, { method: 'PATCH', path: '/status', body: { status: 'SHIPPED' } }, 'SHIPPED');
}

/** @param {Load} load @param {Tracked} order */
async function deliver(load, order) {
  await ship(load, order);
  await step(load, order, { method: 'PATCH', path: '/status', body: { status: 'DELIVERED' } }, 'DELIVERED');
}

/** @param {Load} load @param {Tracked} order @param {Random} random */
async function change(load, order, random) {
  const [first] = order.body.items;
  const items = [{ productId: first.productId, quantity: random.whole(1, 5) }];
  await load.client.send(`/orders/${order.id}`, { method: 'PUT', body: { items } });
}

/** @param {Load} load @param {Tracked} order */
async function pay(load, order) {
  const { body } = await load.client.send(`/orders/${order.id}`);
  if (body.status !== 'AWAITING_PAYMENT') return;
  const payment = { transactionId: `bank-${order.key}`, amount: body.totalAmount, currency: body.currency };
  const path = `/orders/${order.id}/payment-received`;
  const { status } = await load.client.send(path, { method: 'POST', body: payment });
  if (status === 200) order.paid = true;
}

/**
 * @param {Load} load
 * @param {Tracked} order
 * @param {{ method: string, path: string, body: unknown }} asked
 * @param {string} promised the status that a 2xx promises
 */
async function step(load, order, { method, path, body }, promised) {
  const { status } = await load.client.send(`/orders/${order.id}${path}`, { method, body });
  if (status >= 200 && status < 300) order.granted.push(promised);
}
