// @ts-check
import { readFileSync } from 'node:fs';
import { inRoot } from '../support/paths.mjs';
import { request } from '../support/http.mjs';
import { ToolError } from '../support/tool.mjs';

/**
 * The body of `POST /inventory`.
 * @typedef {object} SampleProduct
 * @property {string} productId
 * @property {string} productName
 * @property {string} [description]
 * @property {number} quantity
 * @property {number} price
 * @property {string} [currency]
 * @property {number} [lowStockThreshold]
 */

/** The products that come with the project. @returns {SampleProduct[]} */
export function sampleProducts() {
  return JSON.parse(readFileSync(inRoot('tools', 'sample', 'products.json'), 'utf8'));
}

/**
 * Adds the sample products to an inventory that has no others; repeating it adds none twice, and those that are missing
 * when it was interrupted.
 * @param {string} inventoryUrl
 * @returns {Promise<number>} how many were added
 */
export async function seedProducts(inventoryUrl) {
  const samples = sampleProducts();
  const { body } = await request(`${inventoryUrl}/inventory?limit=${samples.length + 1}`);
  if (!Array.isArray(body)) return 0;
  const there = new Set(body.map(({ productId }) => productId));
  const missing = samples.filter(({ productId }) => !there.has(productId));
  const hasOthers = samples.length - missing.length < there.size;
  const products = hasOthers ? [] : missing;
  for (const product of products) {
    const headers = { 'idempotency-key': `sample-${product.productId}` };
    const answer = await request(`${inventoryUrl}/inventory`, { method: 'POST', body: product, headers });
    if (answer.status !== 201) {
      throw new ToolError(
        `sample product ${product.productId} is refused: ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    }
  }
  return products.length;
}
