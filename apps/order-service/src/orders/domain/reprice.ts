import type { OrderLine } from '@app/contracts';
import type { ProductPrice } from '../../prices/domain/product-price.js';
import { NotOrdered } from './order-change.errors.js';
import type { Order } from './order.js';
import { priceLines, type PricedLines, type RequestedLine } from './pricing.js';
import { summed } from './summed.js';

/**
 * Prices the goods an order is to have instead of its own: what it has already at the price it was promised, whatever
 * has become of the product; the rest at the price of today, in the order's currency. Throws what `priceLines` throws.
 */
export function reprice(
  order: Order,
  requested: readonly RequestedLine[],
  prices: ReadonlyMap<string, ProductPrice>,
): PricedLines {
  const { currency } = order.total;
  const promised = order.lines.map(({ productId, name, unitPrice }): [string, ProductPrice] => [
    productId,
    { productId, name, price: { amount: unitPrice, currency }, active: true, version: 1 },
  ]);
  return priceLines(requested, new Map([...prices, ...promised]), currency);
}

/** Some of a product, to be taken out of an order. */
export type UnwantedItem = Pick<OrderLine, 'productId' | 'quantity'>;

/**
 * The goods that an order has without those that are not wanted any more, which are taken from its last lines first;
 * none if nothing is left. Throws `NotOrdered` if it does not have so many.
 */
export function without({ lines }: Order, unwanted: readonly UnwantedItem[]): OrderLine[] {
  const toTake = new Map(summed(unwanted).map(({ productId, quantity }) => [productId, quantity]));
  const kept = lines.toReversed().flatMap((line) => {
    const taken = Math.min(line.quantity, toTake.get(line.productId) ?? 0);
    toTake.set(line.productId, (toTake.get(line.productId) ?? 0) - taken);
    return taken === line.quantity ? [] : [{ ...line, quantity: line.quantity - taken }];
  });
  const missing = unwanted.findIndex(({ productId }) => (toTake.get(productId) ?? 0) > 0);
  if (missing >= 0) throw new NotOrdered(missing);
  return kept.toReversed();
}

/** Lines and what they cost together; the lines of an order without some of them cannot cost too much. */
export const totalled = (order: Order, lines: readonly OrderLine[]): PricedLines => ({
  lines,
  total: {
    amount: lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0),
    currency: order.total.currency,
  },
});
