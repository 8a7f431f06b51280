import type { Caller } from '@app/platform';
import type { LearnPrices } from '../prices/learn-prices.js';
import { UnknownProduct } from './domain/order.errors.js';

/** Goods somebody asks for. */
type Wanted = readonly { readonly productId: string }[];

/**
 * What `attempt` gives; if it finds products that are not known here, they are asked for and it is made once more. The
 * question is asked between the attempts and so outside of their transactions. Throws `PriceLookupUnavailable` besides
 * what `attempt` throws.
 */
export async function withLearntPrices<T>(
  learnPrices: LearnPrices,
  { caller, items }: { readonly caller: Caller; readonly items: Wanted },
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof UnknownProduct)) throw error;
    const productIds = items.map(({ productId }) => productId);
    if (!(await learnPrices.execute(caller, productIds))) throw error;
    return attempt();
  }
}
