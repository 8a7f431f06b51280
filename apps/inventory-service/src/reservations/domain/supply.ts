import type { ProductQuantity, Shortage } from '@app/contracts';
import type { StockByProduct } from '../../stock/domain/product.js';

/** What is left to promise while a batch is served, first come, first served. */
export class Supply {
  private readonly left: Map<string, number>;

  /** A product that is not for sale is known, and has nothing to promise. */
  constructor(private readonly stock: StockByProduct) {
    this.left = new Map(
      [...stock.values()].map(({ productId, status, available }) => [
        productId,
        status === 'ACTIVE' ? available : 0,
      ]),
    );
  }

  /** What is missing to add the line to the `held` units that there are already; nothing if nothing is added. */
  shortageOf({ productId, quantity }: ProductQuantity, held = 0): Shortage[] {
    const left = this.left.get(productId);
    const available = held + (left ?? 0);
    if (quantity <= held || available >= quantity) return [];
    return [{ productId, requested: quantity, available, known: left !== undefined }];
  }

  /** Promises the units. */
  take(lines: readonly ProductQuantity[]): void {
    for (const { productId, quantity } of lines) {
      this.left.set(productId, (this.left.get(productId) ?? 0) - quantity);
    }
  }

  /** Takes a promise back; what comes back of a product that is not for sale cannot be promised again. */
  giveBack(lines: readonly ProductQuantity[]): void {
    for (const { productId, quantity } of lines) {
      if (this.stock.get(productId)?.status !== 'ACTIVE') continue;
      this.left.set(productId, (this.left.get(productId) ?? 0) + quantity);
    }
  }
}

/** Two lines of one product are one demand: each alone might fit where both do not. */
export function summed(lines: readonly ProductQuantity[]): ProductQuantity[] {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of lines) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  return [...quantities].map(([productId, quantity]) => ({ productId, quantity }));
}
