import { currency, plainText, productId, productStatus, toMinor } from '@app/contracts';
import { listQuery } from '@app/platform';
import { z } from 'zod';
import { PRODUCT_SORTS, type ProductFilter, type ProductSort } from '../domain/product-list.js';

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');
const amount = z
  .string()
  .regex(/^\d{1,10}(\.\d{1,4})?$/, 'must be a decimal number such as 29.99')
  .transform(Number)
  .meta({ type: 'number', minimum: 0 });

/** Query of `GET /inventory`. */
export const listProductsQuery = listQuery
  .extend({
    sort: z.enum(PRODUCT_SORTS).default('-createdAt').describe('A minus sign turns the order round.'),
    status: productStatus.optional(),
    lowStock: yesOrNo.optional().describe('Only products at or below their threshold, or only the others.'),
    inStock: yesOrNo.optional().describe('Only products of which some is available, or only the others.'),
    q: plainText(128).min(1).optional().describe('Each of its words begins a word of the id or the name.'),
    currency: currency.optional(),
    minPrice: amount.optional().describe('In `currency`, which must be given.'),
    maxPrice: amount.optional().describe('In `currency`, which must be given.'),
  })
  .superRefine((query, context) => {
    for (const bound of ['minPrice', 'maxPrice'] as const) {
      const price = query[bound];
      if (price === undefined) continue;
      if (query.currency === undefined) {
        context.addIssue({ code: 'custom', path: ['currency'], message: `is required with ${bound}` });
      } else if (toMinor(price, query.currency) === undefined) {
        context.addIssue({
          code: 'custom',
          path: [bound],
          message: 'has more digits than the currency knows',
        });
      }
    }
  });
export type ListProductsQuery = z.output<typeof listProductsQuery>;

/** Which products a query is about. */
export const filterIn = (query: ListProductsQuery): ProductFilter => ({
  status: query.status,
  lowStock: query.lowStock,
  inStock: query.inStock,
  text: query.q,
  currency: query.currency,
  minPrice: minorIn(query.minPrice, query.currency),
  maxPrice: minorIn(query.maxPrice, query.currency),
});

const minorIn = (price: number | undefined, code: string | undefined): number | undefined =>
  price === undefined || code === undefined ? undefined : toMinor(price, code);

/** What a cursor of `GET /inventory` holds when it is sorted so; the cursor of another order is none. */
export const productPlace = (sort: ProductSort) =>
  z
    .tuple([z.literal(sort), sort.endsWith('createdAt') ? z.iso.datetime() : z.string().max(256), productId])
    .transform(([, value, id]) => ({ value, productId: id }));
