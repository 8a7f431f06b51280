// @ts-check
import { request } from '../../tools/support/http.mjs';
import { until } from '../../tools/support/until.mjs';
import { openSystem } from '../system.mjs';

const PRODUCTS = Array.from({ length: 50 }, (_, index) => `overload-${index}`);
const ENOUGH = 10_000_000;

/**
 * One instance of each service, and products on sale.
 * @typedef {object} Shop
 * @property {string} orders URL of the order service
 * @property {readonly string[]} products
 * @property {import('../../tools/infra/types.mjs').Postgres['databases']} databases
 */

/** @param {import('../system.mjs').Ground} ground @returns {Promise<Shop>} */
export async function openShop(ground) {
  const { system, databases } = await openSystem(ground, 'overload', { env: { EMAIL_PROVIDER: 'log' } });
  const [orders = ''] = system.urlsOf('order-service');
  const [inventory = ''] = system.urlsOf('inventory-service');
  for (const productId of PRODUCTS) {
    const body = { productId, productName: productId, quantity: ENOUGH, price: 1, currency: 'EUR' };
    await request(`${inventory}/inventory`, { method: 'POST', body });
  }
  await until('the products can be ordered', () => knows(orders), { timeoutMs: 30_000 });
  return { orders, products: PRODUCTS, databases };
}

/** @param {string} orders */
async function knows(orders) {
  const items = PRODUCTS.map((productId) => ({ productId, quantity: 1 }));
  const body = { customerId: 'c0000000-0000-7000-8000-000000000000', items };
  return (await request(`${orders}/orders`, { method: 'POST', body })).status === 201;
}
