import { plainText, productId, stockLevel } from '@app/contracts';
import { z } from 'zod';

/** The id of a product in a path. */
export const productIdParameter = productId.meta({ examples: ['desk-lamp'] });

/** The name of a product, for people. */
export const productName = plainText(256).refine((name) => name.trim() !== '', 'must not be blank');

/** What there is to say about a product. */
export const description = plainText(2000);

/** A decimal number of the product's currency. */
export const price = z.number().min(0).max(1_000_000_000);

/** When the shop is alerted. */
export const lowStockThreshold = stockLevel.describe(
  'At this many available units or fewer the shop is alerted, once.',
);

/** Why the shop corrects a figure. */
export const reason = plainText(256);

/** A UUID in either case; in lower case from here on, as the database writes it. */
export const uuid = z.uuid().toLowerCase();
