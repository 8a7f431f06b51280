import { currency, productStatus, stockLevel } from '@app/contracts';
import { z } from 'zod';
import type { ProductChange } from '../domain/product-steps.js';
import { description, lowStockThreshold, price, productName, reason } from './fields.js';

/** Body of `PATCH /inventory/:productId`: at least one of its fields. `null` takes a fact back. */
export const changeProductBody = z
  .strictObject({
    quantity: stockLevel.optional().describe('The new number of units on hand, at least what is reserved.'),
    price: price.optional(),
    currency: currency.optional(),
    productName: productName.optional(),
    description: description.nullable().optional(),
    lowStockThreshold: lowStockThreshold.nullable().optional(),
    status: productStatus.optional(),
    reason: reason.optional().describe('Why the quantity is corrected; goes to the history.'),
  })
  .refine(
    ({ reason: _, ...facts }) => Object.values(facts).some((fact) => fact !== undefined),
    'changes nothing',
  )
  .meta({ examples: [{ quantity: 80, price: 27.5, reason: 'stocktaking' }] });
export type ChangeProductBody = z.output<typeof changeProductBody>;

/** The change that a request asks for. */
export const changedFacts = ({ productName: name, ...body }: ChangeProductBody): ProductChange => ({
  ...body,
  name,
});
