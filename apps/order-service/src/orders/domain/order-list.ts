import { DomainError } from '@app/platform';
import { z } from 'zod';
import type { Order } from './order.js';
import type { OrderStatus } from './order-lifecycle.js';

/** Which orders a list shows; what is left out does not restrict it. Times are ISO 8601. */
export interface OrderFilter {
  /** Any of these. */
  readonly status?: readonly OrderStatus[] | undefined;
  readonly customerId?: string | undefined;
  readonly productId?: string | undefined;
  /** The earliest time of placing that is shown. */
  readonly createdFrom?: string | undefined;
  /** The first time of placing that is no longer shown. */
  readonly createdTo?: string | undefined;
  /** Words that the notes have, all of them. */
  readonly text?: string | undefined;
  readonly currency?: string | undefined;
  /** Minor units of `currency`, both included. */
  readonly minTotal?: number | undefined;
  readonly maxTotal?: number | undefined;
  readonly includeDeleted?: boolean | undefined;
}

/** The orders in which orders can be listed; a minus sign turns one round. */
export const ORDER_SORTS = ['-createdAt', 'createdAt', '-totalAmount', 'totalAmount'] as const;
export type OrderSort = (typeof ORDER_SORTS)[number];

/** A place in a list: the id, which has the age in it, and what a list by total compares before it. */
export interface OrderPlace {
  readonly id: string;
  readonly currency?: string;
  readonly total?: number;
}

/** Whether totals are compared first, and only those of one currency with each other. */
export const isByTotal = (sort: OrderSort): boolean => sort.endsWith('totalAmount');

const ofTotal = { currency: z.string().regex(/^[A-Z]{3}$/), total: z.int().min(0) };

/** What the cursor of a list that is sorted so holds; the cursor of another sort is none. */
export function orderPlace(sort: OrderSort): z.ZodType<OrderPlace> {
  const ofSort = { sort: z.literal(sort), id: z.uuid() };
  return z.strictObject(isByTotal(sort) ? { ...ofSort, ...ofTotal } : ofSort);
}

/** What to put into the cursor that leads on from an order. */
export const placeOf = (sort: OrderSort, { id, total }: Order): OrderPlace & { sort: OrderSort } =>
  isByTotal(sort) ? { sort, id, currency: total.currency, total: total.amount } : { sort, id };

/** How far numbers reach into a list that goes along no single index, and into one that is merged from several. */
const REACH_OF_MIXED = 2_000;
const REACH_OF_MERGED = 20_000;

/** Page numbers do not reach so far into this list. 400 `page-too-far`. */
class PageTooFar extends DomainError {
  constructor(reach: number) {
    super({
      code: 'page-too-far',
      kind: 'invalid',
      detail: `Page numbers reach the first ${reach} orders of a list with such filters; follow the Link header to go further.`,
      errors: [{ in: 'query', pointer: '/page', detail: 'Is past what numbers reach', code: 'page-too-far' }],
    });
  }
}

/** Products and words are found by age only, so they do not go together with totals. 400 `unsupported-combination`. */
class UnsupportedCombination extends DomainError {
  constructor(wanted: string) {
    const detail = `cannot be combined with ${wanted}`;
    super({
      code: 'unsupported-combination',
      kind: 'invalid',
      detail: 'Orders with a product or a text can be neither sorted nor filtered by their totals.',
      errors: ['productId', 'q'].map((name) => ({ in: 'query' as const, pointer: `/${name}`, detail })),
    });
  }
}

/**
 * How many items of a list page numbers reach, if not as many as elsewhere: when no index has both filter and sort, what
 * comes before a page is looked at order by order.
 */
export function reachOf(filter: OrderFilter, sort: OrderSort): number | undefined {
  if (!isAlongOneIndex(filter, sort)) return REACH_OF_MIXED;
  return isMerged(filter) ? REACH_OF_MERGED : undefined;
}

const isMerged = ({ status = [], customerId }: OrderFilter): boolean =>
  status.length > 1 && customerId === undefined;

/**
 * Throws `PageTooFar` when so many items are past what page numbers reach, `UnsupportedCombination` for a list that
 * nothing would bound.
 */
export function assertListable(filter: OrderFilter, sort: OrderSort, end: number): void {
  const sought = filter.productId !== undefined || filter.text !== undefined;
  if (sought && isByTotal(sort)) throw new UnsupportedCombination(`sort=${sort}`);
  if (sought && filter.currency !== undefined) throw new UnsupportedCombination('currency');
  const reach = reachOf(filter, sort);
  if (reach !== undefined && end > reach) throw new PageTooFar(reach);
}

function isAlongOneIndex(filter: OrderFilter, sort: OrderSort): boolean {
  const { status, customerId, productId, text, createdFrom, createdTo, currency } = filter;
  const count = (...values: readonly unknown[]) => values.filter((value) => value !== undefined).length;
  if (isByTotal(sort)) return count(status, customerId, createdFrom, createdTo) === 0;
  if (count(productId, text) > 0)
    return (
      count(status, customerId, productId, text, createdFrom, createdTo) === 1 &&
      !/[^\p{L}\p{N}]/u.test(text ?? '')
    );
  return currency === undefined;
}

/** More words than a search may have. 400 `too-many-words`. */
export class TooManyWords extends DomainError {
  constructor(most: number) {
    super({
      code: 'too-many-words',
      kind: 'invalid',
      detail: `A search can have ${most} different words.`,
      errors: [{ in: 'query', pointer: '/q', detail: `Has more than ${most} words`, code: 'too-many-words' }],
    });
  }
}
