// @ts-check
import { productIds, putOnSale } from '../load/products.mjs';
import { openSystem } from '../system.mjs';

const PRODUCTS = productIds('overload', 50);

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
  await putOnSale({ orders, inventory }, PRODUCTS);
  return { orders, products: PRODUCTS, databases };
}
