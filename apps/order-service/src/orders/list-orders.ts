import { type Queryable, Transactions } from '@app/messaging';
import {
  assertAdmin,
  type Caller,
  type ListQuery,
  ownerOf,
  type Page,
  pageOf,
  stretchOf,
} from '@app/platform';
import { Injectable } from '@nestjs/common';
import {
  assertListable,
  type OrderFilter,
  orderPlace,
  type OrderSort,
  placeOf,
  reachOf,
  TooManyWords,
} from './domain/order-list.js';
import { ForeignCustomer } from './domain/order.errors.js';
import type { Order } from './domain/order.js';
import type { OrderSearch } from './persistence/order-list.statement.js';
import { OrderListRepository } from './persistence/order-list.repository.js';

/** Up to here the length of a list is counted; past it, counting would cost more than it tells. */
const MOST_COUNTED = 10_000;

// Each further word is one more list to be merged.
const MOST_WORDS = 5;

/** Shows orders, sorted and filtered. */
@Injectable()
export class ListOrders {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: OrderListRepository,
  ) {}

  /**
   * One page of the orders that the filter lets through. Whoever goes on by cursor sees each order that was there at
   * the start and stays as it is exactly once. A customer sees their own. Throws `AdminOnly` if deleted ones are asked
   * for, `ForeignCustomer` if another customer's are, `TooManyWords`, and what `stretchOf` and `assertListable` throw.
   */
  async execute(
    caller: Caller,
    wanted: OrderFilter,
    sort: OrderSort,
    asked: ListQuery,
  ): Promise<Page<Order>> {
    if (wanted.includeDeleted) assertAdmin(caller);
    const filter = ownIn(wanted, caller);
    const stretch = stretchOf(orderPlace(sort), asked);
    const { limit, offset } = stretch;
    assertListable(filter, sort, offset + limit);

    const db = this.transactions.reader(caller.tenant);
    const search = await this.searchOf(db, filter);
    if (search.words?.length === 0) return { items: [], total: 0 };
    const found = await this.lists.list(db, search, sort, { ...stretch, limit: limit + 1 });
    const reach = reachOf(filter, sort);
    const isWhole = asked.cursor === undefined && offset === 0 && found.length <= limit;
    return {
      ...pageOf(found, limit, (last) => placeOf(sort, last)),
      total: isWhole ? found.length : await this.count(db, search, reach),
      reach,
    };
  }

  /** Counts what one index has; where several would have to be read to the end, that is not cheap. */
  private count(db: Queryable, search: OrderSearch, reach: number | undefined): Promise<number | undefined> {
    return reach === undefined || reach > MOST_COUNTED
      ? this.lists.count(db, search, MOST_COUNTED)
      : Promise.resolve(undefined);
  }

  private async searchOf(db: Queryable, { text, ...filter }: OrderFilter): Promise<OrderSearch> {
    if (text === undefined) return filter;
    const words = await this.lists.wordsOf(db, text);
    if (words.length > MOST_WORDS) throw new TooManyWords(MOST_WORDS);
    return { ...filter, words };
  }
}

function ownIn(filter: OrderFilter, { principal }: Caller): OrderFilter {
  const owner = ownerOf(principal);
  if (owner === undefined) return filter;
  if ((filter.customerId ?? owner) !== owner) throw new ForeignCustomer('query');
  return { ...filter, customerId: owner };
}
