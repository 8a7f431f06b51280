// @ts-check
import { readFileSync } from 'node:fs';
import { messageOf } from '../support/messages.mjs';
import { ToolError } from '../support/tool.mjs';

/**
 * An order as the body of `POST /orders` has it.
 * @typedef {object} DemoOrder
 * @property {string} customerId
 * @property {{ productId: string, quantity: number, price?: number }[]} items
 * @property {{ email: string, phone?: string }} contact
 */

/**
 * Reads orders, one JSON object a line; empty lines are skipped. An order that names no e-mail address gets one of a
 * domain reserved for examples, so that its mail can be checked too.
 * @param {string} path
 * @returns {DemoOrder[]}
 */
export function readOrders(path) {
  const orders = textOf(path)
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [orderIn(line, `${path}:${index + 1}`)]));
  if (orders.length === 0) throw new ToolError(`${path} holds no orders`);
  return orders;
}

/**
 * Reads descriptions of products, a JSON array.
 * @param {string} path
 * @returns {import('../system/seed.mjs').SampleProduct[]}
 */
export function readProducts(path) {
  return parsedIn(textOf(path), path);
}

/** @param {string} path */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ToolError(`cannot be read: ${messageOf(error)}`);
  }
}

/** @param {string} line @param {string} place @returns {DemoOrder} */
function orderIn(line, place) {
  const order = parsedIn(line, place);
  const problem = problemOf(order);
  if (problem !== undefined) throw new ToolError(`${place}: ${problem}`);
  const { customerId, items, contact } = order;
  return { customerId, items, contact: { email: `customer.${customerId}@example.org`, ...contact } };
}

/** @param {any} order @returns {string | undefined} */
function problemOf(order) {
  if (typeof order?.customerId !== 'string') return 'customerId is missing';
  if (!Array.isArray(order.items) || order.items.length === 0)
    return 'items is not a list with something in it';
  return order.items.every(isItem)
    ? undefined
    : 'an item needs a productId and a whole quantity of at least 1';
}

/** @param {any} item */
const isItem = (item) =>
  typeof item?.productId === 'string' && Number.isInteger(item.quantity) && item.quantity >= 1;

/** @param {string} text @param {string} place */
function parsedIn(text, place) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ToolError(`${place}: ${messageOf(error)}`);
  }
}
