import type { Money } from '@app/contracts';

/** What this service knows of a product: as much as pricing an order takes. */
export interface ProductPrice {
  readonly productId: string;
  readonly name: string;
  readonly price: Money;
  /** An inactive product cannot be ordered. */
  readonly active: boolean;
  /** Sequence of the product's event that this was learnt from, or length of its stream when it was asked for. */
  readonly version: number;
}
