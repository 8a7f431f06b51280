import type { Shortage } from '@app/contracts';
import type { Cancellation, Order } from './order.js';

const PRODUCTS_NAMED = 3;
const NAME_LENGTH = 80;

/** Lines by which products are named. */
type Named = Pick<Order, 'lines'>;

/** Why the order cannot be served, as a code and a text; see `reasonFor`. */
export const cancellationFor = (order: Named, shortages: readonly Shortage[]): Cancellation => ({
  code: shortages.some(({ known }) => !known) ? 'PRODUCT_UNAVAILABLE' : 'INSUFFICIENT_STOCK',
  reason: reasonFor(order, shortages),
});

/**
 * Why goods cannot be had, for the customer to read: at most 1000 characters, products by the names they were
 * ordered under. A product that is not sold at all weighs more than one that has run out.
 */
export function reasonFor(order: Named, shortages: readonly Shortage[]): string {
  if (shortages.length === 0) return 'Nothing is held for the order that could be changed.';
  const unavailable = shortages.filter(({ known }) => !known);
  if (unavailable.length > 0) {
    return `No longer available: ${listed(unavailable.map(({ productId }) => nameOf(order, productId)))}.`;
  }
  const products = shortages.map(
    ({ productId, requested, available }) =>
      `${nameOf(order, productId)} (${requested} ordered, ${available} available)`,
  );
  return `Not enough in stock: ${listed(products)}.`;
}

function nameOf({ lines }: Named, productId: string): string {
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
