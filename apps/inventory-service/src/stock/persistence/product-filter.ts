import type { Statement } from '@app/messaging';
import type { Stretch } from '@app/platform';
import type { ProductFilter, ProductPlace, ProductSort } from '../domain/product-list.js';

const FILTER = `($1::text IS NULL OR status = $1)
  AND ($2::boolean IS NULL OR (low_stock_threshold IS NOT NULL AND available <= low_stock_threshold) = $2)
  AND ($3::boolean IS NULL OR (available > 0) = $3)
  AND ($4::text IS NULL OR words @@ lower($4)::tsquery)
  AND ($5::text IS NULL OR currency = $5)
  AND ($6::bigint IS NULL OR price_minor >= $6)
  AND ($7::bigint IS NULL OR price_minor <= $7)`;

const COLUMNS = { createdAt: 'created_at', name: 'name', productId: 'product_id' } as const;

/** What to read of a list of products. */
export interface Listing extends Stretch<ProductPlace> {
  readonly filter: ProductFilter;
  readonly sort: ProductSort;
  /** That few products pass the filter, which a planner cannot know of the beginnings of words. */
  readonly isShort: boolean;
}

/**
 * Reads the given columns of the products that pass the filter: all of them, to be sorted, when they are few; otherwise
 * along the index that has the order, until there are enough.
 */
export function listStatement(
  columns: string,
  { filter, sort, limit, after, offset, isShort }: Listing,
): Statement {
  const { column, type, direction, beyond } = orderOf(sort);
  const source = isShort
    ? `(SELECT * FROM products WHERE ${FILTER} OFFSET 0) AS few WHERE true`
    : `products WHERE ${FILTER}`;
  return {
    sql: `SELECT ${columns} FROM ${source}
        AND ($8::${type} IS NULL OR (${column}, product_id) ${beyond} ($8, $9::text))
      ORDER BY ${column} ${direction}, product_id ${direction}
      LIMIT $10 OFFSET $11`,
    parameters: [...filterValues(filter), ...placeValues(type, after), limit, offset],
  };
}

interface Order {
  readonly column: string;
  readonly type: 'timestamptz' | 'text';
  readonly direction: 'ASC' | 'DESC';
  /** How what comes later in the list compares. */
  readonly beyond: '<' | '>';
}

function orderOf(sort: ProductSort): Order {
  const isTurned = sort.startsWith('-');
  const key = sort.replace('-', '') as keyof typeof COLUMNS;
  return {
    column: COLUMNS[key],
    type: key === 'createdAt' ? 'timestamptz' : 'text',
    ...(isTurned ? { direction: 'DESC', beyond: '<' } : { direction: 'ASC', beyond: '>' }),
  };
}

const placeValues = (type: Order['type'], after: ProductPlace | undefined): unknown[] =>
  after ? [type === 'timestamptz' ? new Date(after.value) : after.value, after.productId] : [null, null];

/** Counts the products that pass the filter, up to `most`. */
export const countStatement = (filter: ProductFilter, most: number): Statement => ({
  sql: `SELECT count(*)::integer AS counted FROM (SELECT FROM products WHERE ${FILTER} LIMIT $8) AS found`,
  parameters: [...filterValues(filter), most],
});

const filterValues = (filter: ProductFilter): unknown[] => [
  filter.status ?? null,
  filter.lowStock ?? null,
  filter.inStock ?? null,
  filter.text === undefined ? null : searchFor(filter.text),
  filter.currency ?? null,
  filter.minPrice ?? null,
  filter.maxPrice ?? null,
];

// What `words_of` takes for no part of a word.
const NO_WORD = /[\t-\r -/:-@[-`{-~]+/;

/** The search for all words of a text, each as the beginning of one; for a text without words one that finds nothing. */
const searchFor = (text: string): string =>
  text
    .split(NO_WORD)
    .filter((word) => word !== '')
    .map((word) => `'${word}':*`)
    .join(' & ');
