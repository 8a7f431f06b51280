import type { StockByProduct, StockedProduct } from '../src/stock/domain/product.js';

/** Products as they are locked, on sale and unwatched unless said otherwise; a number is what is available. */
export const stockOf = (levels: Readonly<Record<string, number | Partial<StockedProduct>>>): StockByProduct =>
  new Map(
    Object.entries(levels).map(([productId, level]) => [
      productId,
      {
        productId,
        name: productId,
        status: 'ACTIVE',
        available: typeof level === 'number' ? level : 0,
        reserved: 0,
        lowStockThreshold: null,
        version: 1,
        ...(typeof level === 'number' ? {} : level),
      },
    ]),
  );
