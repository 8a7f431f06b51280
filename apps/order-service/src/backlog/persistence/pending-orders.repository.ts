import type { Queryable } from '@app/messaging';
import { Injectable } from '@nestjs/common';

/** Orders that nothing has been decided on yet. */
@Injectable()
export class PendingOrdersRepository {
  /** How many there are, counted up to `most`, from an index alone. */
  async count(db: Queryable, most: number): Promise<number> {
    const [row] = await db.query<{ pending: number }>(
      `SELECT count(*)::int AS pending FROM (SELECT FROM orders WHERE status = 'PENDING' LIMIT $1) AS counted`,
      [most],
    );
    return row?.pending ?? 0;
  }
}
