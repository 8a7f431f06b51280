// @ts-check
import { Client } from '../demo/client.mjs';
import { ToolError } from '../support/tool.mjs';
import { until } from '../support/until.mjs';
import { query } from './databases.mjs';

/** @typedef {{ productId: string, quantity: number }} Product */

// Scarce ones run out within a minute, so that orders compete for the last pieces.
const PLENTIFUL = { count: 12, quantity: 1_000_000 };
const SCARCE = { count: 6, quantity: 60 };
const LOW_STOCK = 10;

/** What is sold in a run, with how much of it there is at the beginning. @type {readonly Product[]} */
export const PRODUCTS = [...named('lamp', PLENTIFUL), ...named('rare', SCARCE)];

/** @param {string} name @param {{ count: number, quantity: number }} of @returns {Product[]} */
function named(name, { count, quantity }) {
  return Array.from({ length: count }, (_, index) => ({ productId: `${name}-${index + 1}`, quantity }));
}

/**
 * Puts the products on sale, and resolves when they can be ordered.
 * @param {import('./databases.mjs').Ground & { urlsOf: (app: import('../build.mjs').App) => string[] }} world
 */
export async function openShop(world) {
  const inventory = new Client(world.urlsOf('inventory-service'));
  for (const { productId, quantity } of PRODUCTS) {
    const body = { productId, productName: productId, quantity, price: 19.99, lowStockThreshold: LOW_STOCK };
    const headers = { 'idempotency-key': `chaos-${productId}` };
    const answer = await inventory.send('/inventory', { method: 'POST', body, headers });
    if (answer.status !== 201) throw new ToolError(`${productId} is refused: ${JSON.stringify(answer.body)}`);
  }
  const known = async () => {
    const [row] = await query(world, 'order', 'SELECT count(*)::int AS n FROM product_prices');
    return row.n >= PRODUCTS.length;
  };
  await until('the products to be on sale', known, { timeoutMs: 60_000 });
}
