import { currency, plainText, productId, toMinor } from '@app/contracts';
import { listQuery, moment, queryFlag, someOf } from '@app/platform';
import { z } from 'zod';
import { ORDER_STATUSES } from '../domain/order-lifecycle.js';
import { ORDER_SORTS, type OrderFilter } from '../domain/order-list.js';
import { uuid } from './fields.js';

const amount = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,4})?$/, 'must be a decimal number such as 29.99')
  .transform(Number)
  .meta({ type: 'number', minimum: 0, example: 29.99, description: 'In `currency`, which must be given.' });

const filters = listQuery.extend({
  sort: z
    .enum(ORDER_SORTS)
    .default('-createdAt')
    .meta({
      description: `A minus sign puts the newest or the largest first. Totals are compared within a currency, one currency
      after the other. A cursor belongs to its sort. An order whose goods are changed meanwhile moves in a list by total.`,
    }),
  status: someOf(ORDER_STATUSES, ['CONFIRMED', 'PROCESSING']).optional(),
  productId: productId.optional().meta({ example: 'lamp-01', description: 'Has this product now.' }),
  createdFrom: moment
    .optional()
    .meta({ example: '2026-01-01T00:00:00Z', description: 'Placed at this moment or later.' }),
  createdTo: moment
    .optional()
    .meta({ example: '2026-02-01T00:00:00Z', description: 'Placed before this moment.' }),
  q: plainText(128)
    .min(1)
    .optional()
    .meta({
      example: 'gift wrap',
      description: `Up to five words, all of which the notes must have, in any order. A word is a run of letters and digits;
      upper and lower case are the same, and parts of words are not found.`,
    }),
  currency: currency.optional().meta({ example: 'EUR' }),
  minTotal: amount.optional(),
  maxTotal: amount.optional(),
  includeDeleted: queryFlag()
    .default(false)
    .meta({ description: 'Show deleted orders too; for administrators.' }),
});

/** A bound of the total means something in a currency only, and only with as many decimals as that has. */
function checkTotals(query: z.output<typeof filters>, context: z.core.$RefinementCtx): void {
  for (const bound of ['minTotal', 'maxTotal'] as const) {
    const total = query[bound];
    if (total === undefined) continue;
    if (query.currency === undefined)
      context.addIssue({ code: 'custom', path: ['currency'], message: `is required with ${bound}` });
    else if (toMinor(total, query.currency) === undefined)
      context.addIssue({ code: 'custom', path: [bound], message: 'has more digits than the currency knows' });
  }
}

/** Query of `GET /orders/customer/:customerId`. */
export const customerOrdersQuery = filters.superRefine(checkTotals);
export type CustomerOrdersQuery = z.output<typeof customerOrdersQuery>;

/** Query of `GET /orders`. */
export const ordersQuery = filters.extend({ customerId: uuid.optional() }).superRefine(checkTotals);
export type OrdersQuery = z.output<typeof ordersQuery>;

/** Which orders a query is about. */
export function filterIn({
  q,
  minTotal,
  maxTotal,
  ...query
}: CustomerOrdersQuery | OrdersQuery): OrderFilter {
  const { limit: _l, cursor: _c, page: _p, per_page: _pp, sort: _s, ...filter } = query;
  const minor = (total: number | undefined) =>
    total === undefined || query.currency === undefined ? undefined : toMinor(total, query.currency);
  return { ...filter, text: q, minTotal: minor(minTotal), maxTotal: minor(maxTotal) };
}

/** Query of `GET /orders/:id`. */
export const orderQuery = z.strictObject({
  includeDeleted: queryFlag()
    .default(false)
    .meta({ description: 'Show a deleted order too; for administrators.' }),
});
export type OrderQuery = z.output<typeof orderQuery>;
