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
 * Adds the sample products to an inventory that has none; repeating it, even half done, adds none twice.
 * @param {string} inventoryUrl
 * @returns {Promise<number>} how many were added
 */
export async function seedProducts(inventoryUrl) {
  const { body } = await request(`${inventoryUrl}/inventory?limit=1`);
  if (!Array.isArray(body) || body.length > 0) return 0;
  const products = sampleProducts();
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
