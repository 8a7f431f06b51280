import type { Shortage } from '@app/contracts';
import type { Cancellation, Order } from './order.js';

const PRODUCTS_NAMED = 3;
const NAME_LENGTH = 80;

/**
 * Why the order cannot be served, for its customer to read: at most 1000 characters, products by the names they were
 * ordered under. A product that is not sold at all weighs more than one that has run out.
 */
export function cancellationFor(order: Order, shortages: readonly Shortage[]): Cancellation {
  const unavailable = shortages.filter(({ known }) => !known);
  if (unavailable.length > 0) {
    const products = unavailable.map(({ productId }) => nameOf(order, productId));
    return { code: 'PRODUCT_UNAVAILABLE', reason: `No longer available: ${listed(products)}.` };
  }
  const products = shortages.map(
    ({ productId, requested, available }) =>
      `${nameOf(order, productId)} (${requested} ordered, ${available} available)`,
  );
  return { code: 'INSUFFICIENT_STOCK', reason: `Not enough in stock: ${listed(products)}.` };
}

function nameOf({ lines }: Order, productId: string): string {
  const name = lines.find((line) => line.productId === productId)?.name ?? productId;
  // By code points, so that no character is cut in half.
  const characters = Array.from(name);
  return characters.length > NAME_LENGTH ? `${characters.slice(0, NAME_LENGTH - 1).join('')}…` : name;
}

function listed(products: readonly string[]): string {
  const more = products.length - PRODUCTS_NAMED;
  const named = products.slice(0, PRODUCTS_NAMED).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}
