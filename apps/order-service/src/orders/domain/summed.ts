import type { ProductQuantity } from '@app/contracts';

/** How many of each product the lines ask for, every product once, in the order of the ids. */
export function summed(lines: readonly ProductQuantity[]): ProductQuantity[] {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of lines) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  return [...quantities]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .sort((a, b) => (a.productId < b.productId ? -1 : 1));
}

/** Whether both ask for the same goods. */
export const sameGoods = (a: readonly ProductQuantity[], b: readonly ProductQuantity[]): boolean =>
  JSON.stringify(summed(a)) === JSON.stringify(summed(b));
