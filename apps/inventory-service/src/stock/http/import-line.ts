import { currency, productId, productStatus, stockLevel } from '@app/contracts';
import { DomainError, fieldErrors } from '@app/platform';
import { z } from 'zod';
import { refusalOf } from '../domain/import-lines.js';
import type { ImportLine } from '../import-products.js';
import { description, lowStockThreshold, price, productName, reason } from './fields.js';

const importedProduct = z.strictObject({
  productId,
  productName: productName.optional(),
  description: description.nullable().optional(),
  quantity: stockLevel.optional(),
  price: price.optional(),
  currency: currency.optional(),
  lowStockThreshold: lowStockThreshold.nullable().optional(),
  status: productStatus.optional(),
  reason: reason.optional(),
});

/** The fields that a line of an import may have. */
export const IMPORT_FIELDS: readonly string[] = Object.keys(importedProduct.shape);

/** A longer line is refused, so that no file can make us hold more than this of it. */
export const LONGEST_LINE_BYTES = 64 * 1024;

/** The line, if what it holds is what a product can be. */
export function importLine(line: number, value: unknown): ImportLine {
  const result = importedProduct.safeParse(value);
  if (result.success) {
    const { productName: name, ...facts } = result.data;
    return { line, facts: { ...facts, name } };
  }
  const [error] = fieldErrors(result.error.issues, 'body');
  return {
    line,
    productId: idIn(value),
    code: 'validation-failed',
    detail: error?.detail ?? 'The line is not valid',
    pointer: error?.pointer,
  };
}

/** The line that could not be read; throws what is not a refusal. */
export function unreadableLine(line: number, error: unknown): ImportLine {
  if (!(error instanceof DomainError)) throw error;
  return refusalOf(line, undefined, error);
}

function idIn(value: unknown): string | undefined {
  const id: unknown =
    typeof value === 'object' && value !== null && 'productId' in value ? value.productId : '';
  return productId.safeParse(id).data;
}
