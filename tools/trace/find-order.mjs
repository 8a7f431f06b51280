// @ts-check
import { ToolError } from '../support/tool.mjs';

/** @typedef {import('./types.mjs').Queryable} Queryable */

const DIGITS = 32;
const PREFIX = /^[0-9a-f]{4,32}$/;

/**
 * The id of the one order that has this id, or an id that begins so.
 * @param {Queryable} orders
 * @param {string} asked
 */
export async function orderIdOf(orders, asked) {
  const digits = asked.toLowerCase().replaceAll('-', '');
  if (!PREFIX.test(digits))
    throw new ToolError(`"${asked}" is no order id: give the id, or four or more of its first digits`);
  /** @type {{ id: string }[]} */
  const found = await orders.query(
    'SELECT id FROM orders WHERE id BETWEEN $1::uuid AND $2::uuid ORDER BY id LIMIT 2',
    [digits.padEnd(DIGITS, '0'), digits.padEnd(DIGITS, 'f')],
  );
  const [only, another] = found;
  if (!only) throw new ToolError(`there is no order ${asked}`);
  if (another) throw new ToolError(`more than one order begins with ${asked}: give more of its id`);
  return only.id;
}
