import type { ValidateProductsReply } from '@app/contracts';
import { Injectable } from '@nestjs/common';
import type { ProductPrice } from '../domain/product-price.js';
import { LookupBreaker } from './lookup-breaker.js';

type Answer = ReadonlyMap<string, ProductPrice>;

/** Keeps what was answered, once for each question. */
type Remember = (found: readonly ProductPrice[]) => Promise<void>;

/** Asks the inventory service for products. A product that is being asked for is not asked for a second time. */
@Injectable()
export class PriceLookup {
  private readonly underWay = new Map<string, Promise<Answer>>();

  constructor(private readonly breaker: LookupBreaker) {}

  /**
   * Those of at most 100 distinct products that exist, kept by `remember`, whoever of those that share the answer was
   * the first to ask; throws `PriceLookupUnavailable`.
   */
  async of(tenant: string, productIds: readonly string[], remember: Remember): Promise<ProductPrice[]> {
    const keyOf = (productId: string) => `${tenant}\n${productId}`;
    const fresh = productIds.filter((productId) => !this.underWay.has(keyOf(productId)));
    const asked = fresh.length > 0 ? this.ask(tenant, fresh, remember) : undefined;
    if (asked) for (const productId of fresh) this.underWay.set(keyOf(productId), asked);
    // Before the first wait: whoever asks now shares in every answer, and in every failure.
    const answers = productIds.map(async (productId) =>
      (await this.underWay.get(keyOf(productId)))?.get(productId),
    );
    try {
      return (await Promise.all(answers)).filter((price) => price !== undefined);
    } finally {
      await asked?.catch(() => undefined);
      for (const productId of fresh) this.underWay.delete(keyOf(productId));
    }
  }

  private async ask(tenant: string, productIds: readonly string[], remember: Remember): Promise<Answer> {
    const { products } = await this.breaker.ask({ tenant, productIds: [...productIds] });
    const known = new Map(products.map((product) => [product.productId, toProductPrice(product)]));
    const found = productIds.flatMap((productId) => known.get(productId) ?? []);
    // While the product still counts as being asked for: whoever comes next finds it known, instead of asking again.
    if (found.length > 0) await remember(found);
    return known;
  }
}

const toProductPrice = ({ status, ...product }: ValidateProductsReply['products'][number]): ProductPrice => ({
  ...product,
  active: status === 'ACTIVE',
});
