import type { ProductStatus } from '@app/contracts';

/** Which products a list is about; what is absent does not matter. */
export interface ProductFilter {
  readonly status?: ProductStatus | undefined;
  readonly lowStock?: boolean | undefined;
  readonly inStock?: boolean | undefined;
  /** Each of its words begins a word of the id or the name, in whatever case. */
  readonly text?: string | undefined;
  readonly currency?: string | undefined;
  /** Minor units of `currency`, both included. */
  readonly minPrice?: number | undefined;
  readonly maxPrice?: number | undefined;
}

/** The orders in which products can be listed; a minus sign turns one round. */
export const PRODUCT_SORTS = ['-createdAt', 'createdAt', 'name', '-name', 'productId', '-productId'] as const;
export type ProductSort = (typeof PRODUCT_SORTS)[number];

/** A place in a list of products: what the list is sorted by, and the id, which no two products share. */
export interface ProductPlace {
  /** A time as ISO 8601, or text. */
  readonly value: string;
  readonly productId: string;
}
