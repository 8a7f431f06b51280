// @ts-check
import { UNHEARD, unheard } from './order-rules.mjs';

/** @typedef {import('./findings.mjs').Rule<import('./product-facts.mjs').ProductCase>} ProductRule */

/** @param {string} name @param {string} explanation @param {'order' | 'notification'} subscriber @returns {ProductRule} */
const heardRule = (name, explanation, subscriber) => ({
  name,
  explanation,
  ...UNHEARD,
  severity: 'violation',
  judge({ key, product, heardByOrder, heardByNotification }, { deadlineMs }) {
    const heard = (subscriber === 'order' ? heardByOrder : heardByNotification)?.sequence ?? 0;
    const { version = 0, ageMs = 0 } = product ?? {};
    return unheard({ key, stream: 'product', subscriber, version, heard, ageMs }, deadlineMs);
  },
});

/** @type {ProductRule} */
const pricesAsTold = {
  severity: 'violation',
  name: 'prices-as-told',
  explanation:
    'The order service sells every product under the name, price and status that inventory gives it.',
  means: 'Orders are priced wrongly.',
  remedy:
    'Save the product again with `PATCH /inventory/:productId`, which tells of it anew, and look for the cause.',
  judge({ key, product, price, heardByOrder }) {
    if (!product || heardByOrder?.sequence !== product.version || product.said === price?.said)
      return undefined;
    return { row: { productId: key, inventory: product.said, order: price?.said ?? null } };
  },
};

export const productRules = [
  heardRule(
    'orders-hear-products',
    'The order service has handled every event of every product, to its version.',
    'order',
  ),
  heardRule(
    'notification-hears-products',
    'The notification service has handled every event of every product, to its version.',
    'notification',
  ),
  pricesAsTold,
];
