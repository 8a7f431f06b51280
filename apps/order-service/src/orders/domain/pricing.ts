import { fromMinor, toMinor, type Money, type OrderLine } from '@app/contracts';
import type { FieldError } from '@app/platform';
import type { ProductPrice } from '../../prices/domain/product-price.js';
import {
  MixedCurrencies,
  PriceChanged,
  ProductInactive,
  QuantityTooLarge,
  TotalTooLarge,
  UnknownProduct,
} from './order.errors.js';

/** What a customer asks for in one line; `price` is the decimal unit price they expect to pay. */
export interface RequestedLine {
  readonly productId: string;
  readonly quantity: number;
  readonly price?: number | undefined;
}

/** An order's lines at the prices of today, and their sum. */
export interface PricedLines {
  readonly lines: readonly OrderLine[];
  readonly total: Money;
}

/** As many of one product as the events of an order can carry. */
export const MAX_QUANTITY_OF_PRODUCT = 1_000_000;

/**
 * Prices the lines in their order, all of them in one currency, the given one if there is one. Throws `UnknownProduct`, `ProductInactive`, `MixedCurrencies`, `PriceChanged`,
 * `QuantityTooLarge` or `TotalTooLarge`: the first of them that applies, with every line that it applies to.
 */
export function priceLines(
  requested: readonly RequestedLine[],
  prices: ReadonlyMap<string, ProductPrice>,
  expectedCurrency?: string,
): PricedLines {
  const lines = requested.map((line) => ({ ...line, product: prices.get(line.productId) }));

  const known = lines.filter((line): line is KnownLine => line.product !== undefined);
  if (known.length < lines.length) {
    throw new UnknownProduct(at(lines, ({ product }) => !product, 'productId', 'is not a product we know'));
  }
  const inactive = at(known, ({ product }) => !product.active, 'productId', 'is not on sale');
  if (inactive.length > 0) throw new ProductInactive(inactive);

  const currency = oneCurrency(known, expectedCurrency);
  checkExpectations(known, currency);
  checkQuantities(known);
  const orderLines = known.map(({ productId, quantity, product }) => ({
    productId,
    quantity,
    name: product.name,
    unitPrice: product.price.amount,
  }));
  return { lines: orderLines, total: { amount: sum(orderLines), currency } };
}

type KnownLine = RequestedLine & { readonly product: ProductPrice };

/** A pointer to the field of every line that `wrong` finds at fault. */
function at<Line>(
  lines: readonly Line[],
  wrong: (line: Line) => boolean,
  field: keyof RequestedLine,
  detail: string,
): FieldError[] {
  return lines.flatMap((line, index) =>
    wrong(line) ? [{ pointer: `/items/${index}/${field}`, detail, in: 'body' as const }] : [],
  );
}

function oneCurrency(lines: readonly KnownLine[], expected: string | undefined): string {
  const found = lines.map(({ product }) => product.price.currency);
  const [currency = '', ...others] = new Set(expected === undefined ? found : [expected, ...found]);
  if (others.length === 0) return currency;
  throw new MixedCurrencies(
    [currency, ...others],
    at(
      lines,
      ({ product }) => product.price.currency !== currency,
      'productId',
      `is not sold in ${currency}`,
    ),
  );
}

function checkExpectations(lines: readonly KnownLine[], currency: string): void {
  const differences = lines.flatMap(({ price: expected, product }, index) => {
    if (expected === undefined || toMinor(expected, currency) === product.price.amount) return [];
    const actual = fromMinor(product.price);
    const detail = `you expect ${expected}, the price is ${actual}`;
    return [{ pointer: `/items/${index}/price`, detail, in: 'body' as const, expected, actual }];
  });
  if (differences.length > 0) throw new PriceChanged(differences, currency);
}

function checkQuantities(lines: readonly KnownLine[]): void {
  const ordered = new Map<string, number>();
  for (const { productId, quantity } of lines)
    ordered.set(productId, (ordered.get(productId) ?? 0) + quantity);

  const tooMany = ({ productId }: KnownLine) => (ordered.get(productId) ?? 0) > MAX_QUANTITY_OF_PRODUCT;
  const errors = at(lines, tooMany, 'quantity', 'adds up to more than an order can have of one product');
  if (errors.length > 0) throw new QuantityTooLarge(MAX_QUANTITY_OF_PRODUCT, errors);
}

function sum(lines: readonly OrderLine[]): number {
  const total = lines.reduce((soFar, { quantity, unitPrice }) => soFar + quantity * unitPrice, 0);
  // Doubles are exact up to the limit and do not fall back below it, so one look at the end is enough.
  if (!Number.isSafeInteger(total)) throw new TotalTooLarge();
  return total;
}
