// @ts-check
import { request } from '../../tools/support/http.mjs';
import { ToolError } from '../../tools/support/tool.mjs';
import { until } from '../../tools/support/until.mjs';

const ENOUGH = 100_000_000;

/** Ids of so many products. @param {string} name @param {number} count */
export const productIds = (name, count) => Array.from({ length: count }, (_, index) => `${name}-${index}`);

/**
 * Puts products on sale, of which there is enough for any run, and resolves when they can be ordered.
 * @param {{ orders: string, inventory: string }} urls
 * @param {readonly string[]} products at most a hundred
 */
export async function putOnSale({ orders, inventory }, products) {
  for (const productId of products) {
    const body = { productId, productName: productId, quantity: ENOUGH, price: 1, currency: 'EUR' };
    const answer = await request(`${inventory}/inventory`, { method: 'POST', body });
    if (answer.status !== 201) throw new ToolError(`${productId} is refused: ${JSON.stringify(answer.body)}`);
  }
  await until('the products can be ordered', () => canOrder(orders, products), { timeoutMs: 30_000 });
}

/** @param {string} url @param {readonly string[]} products */
async function canOrder(url, products) {
  const items = products.map((productId) => ({ productId, quantity: 1 }));
  const customer = {
    customerId: 'c0000000-0000-7000-8000-000000000000',
    contact: { email: 'first@example.org' },
  };
  const body = { ...customer, items };
  return (await request(`${url}/orders`, { method: 'POST', body })).status === 201;
}
