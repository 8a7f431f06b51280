// @ts-check
import { createHash } from 'node:crypto';

/** @typedef {import('./orders-file.mjs').DemoOrder} DemoOrder */
/** @typedef {import('../system/seed.mjs').SampleProduct} SampleProduct */

// Of a product that orders name but nobody describes.
const UNDESCRIBED = { quantity: 100, price: 10 };

/**
 * Orders and the products they are for, renamed so that they meet nothing an earlier run has left: product ids and
 * the local parts of e-mail addresses end in the run's id, customers get ids derived from their own and the run's.
 * @param {string} runId
 * @param {DemoOrder[]} orders
 * @param {SampleProduct[]} described
 * @returns {{ orders: DemoOrder[], products: SampleProduct[] }}
 */
export function privateCopy(runId, orders, described) {
  const ordered = new Set(orders.flatMap(({ items }) => items.map(({ productId }) => productId)));
  const products = [...ordered].map((productId) => {
    const known = described.find((product) => product.productId === productId);
    const product = known ?? { productName: productId, ...UNDESCRIBED, price: namedPrice(orders, productId) };
    return { ...product, productId: `${productId}-${runId}` };
  });
  return {
    products,
    orders: orders.map(({ customerId, items, contact }) => ({
      customerId: derivedUuid(`${runId} ${customerId}`),
      items: items.map((item) => ({ ...item, productId: `${item.productId}-${runId}` })),
      contact: { ...contact, email: contact.email.replace('@', `+${runId}@`) },
    })),
  };
}

/** The price that some order expects. @param {DemoOrder[]} orders @param {string} productId */
function namedPrice(orders, productId) {
  const items = orders.flatMap((order) => order.items).filter((item) => item.productId === productId);
  return items.find(({ price }) => price !== undefined)?.price ?? UNDESCRIBED.price;
}

/** A UUID (version 8) that is the same for the same text and different for another. @param {string} text */
function derivedUuid(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
