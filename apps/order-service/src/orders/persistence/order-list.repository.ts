import type { Queryable } from '@app/messaging';
import type { Stretch } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { OrderPlace, OrderSort } from '../domain/order-list.js';
import type { Order } from '../domain/order.js';
import { countStatement, listStatement, type OrderSearch } from './order-list.statement.js';
import { type OrderRow, toOrder } from './order.row.js';

/** Lists of orders, each along an index. */
@Injectable()
export class OrderListRepository {
  /** The orders of a stretch of a list. */
  async list(
    db: Queryable,
    search: OrderSearch,
    sort: OrderSort,
    stretch: Stretch<OrderPlace>,
  ): Promise<Order[]> {
    const { sql, parameters } = listStatement(search, sort, stretch);
    return (await db.query<OrderRow>(sql, parameters)).map(toOrder);
  }

  /** How many orders a search finds, or `undefined` if there are more than `most`. */
  async count(db: Queryable, search: OrderSearch, most: number): Promise<number | undefined> {
    const { sql, parameters } = countStatement(search, most + 1);
    const [row] = await db.query<{ count: number }>(sql, parameters);
    return row && row.count <= most ? row.count : undefined;
  }

  /** The different words of a text, as those of notes are told apart. */
  async wordsOf(db: Queryable, text: string): Promise<string[]> {
    const [row] = await db.query<{ words: string[] }>('SELECT words_of($1) AS words', [text]);
    return row?.words ?? [];
  }
}
