import type { OrderStatus } from '@app/contracts';
import type { Queryable } from '@app/messaging';
import { idAt } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { earliestOf, overAfter, UnknownTimeZone } from '../domain/report-span.js';
import {
  MOST_ROWS,
  type SalesBy,
  type SalesQuestion,
  type SalesRow,
  SOLD_STATUSES,
} from '../domain/sales.js';

interface SalesRecord {
  readonly day: string | null;
  readonly product_id: string | null;
  readonly product_name: string | null;
  readonly currency: string;
  readonly orders: string;
  readonly units: string;
  readonly revenue: string;
  readonly cancellations: string;
}

interface Grouping {
  readonly columns: string;
  readonly from: string;
  readonly keys: string;
  readonly sorted: string;
}

const LINES = `CROSS JOIN LATERAL (
    SELECT line ->> 'productId' AS product_id, line ->> 'name' AS name, (line ->> 'quantity')::bigint AS units,
      (line ->> 'quantity')::numeric * (line ->> 'unitPrice')::numeric AS revenue
    FROM jsonb_array_elements(o.lines) AS line) AS l`;

const ALL_LINES = `CROSS JOIN LATERAL (
    SELECT sum((line ->> 'quantity')::bigint) AS units, o.total_minor AS revenue
    FROM jsonb_array_elements(o.lines) AS line) AS l`;

const GROUPINGS: Record<SalesBy, Grouping> = {
  day: {
    columns: `to_char(o.created_at AT TIME ZONE $3, 'YYYY-MM-DD') AS day, NULL AS product_id, NULL AS product_name`,
    from: ALL_LINES,
    keys: 'day, o.currency',
    sorted: 'day, o.currency',
  },
  product: {
    columns: `NULL AS day, l.product_id, (array_agg(l.name ORDER BY o.id DESC))[1] AS product_name`,
    from: LINES,
    keys: 'l.product_id, o.currency',
    sorted: 'o.currency, revenue DESC, l.product_id',
  },
  currency: {
    columns: 'NULL AS day, NULL AS product_id, NULL AS product_name',
    from: ALL_LINES,
    keys: 'o.currency',
    sorted: 'o.currency',
  },
};

// Found by the ids that the days can have wherever they are, and then exactly.
const statementOf = ({ columns, from, keys, sorted }: Grouping): string => `
  SELECT ${columns}, o.currency,
    count(DISTINCT o.id) FILTER (WHERE o.status = ANY ($5::text[])) AS orders,
    coalesce(sum(l.units) FILTER (WHERE o.status = ANY ($5::text[])), 0) AS units,
    coalesce(sum(l.revenue) FILTER (WHERE o.status = ANY ($5::text[])), 0) AS revenue,
    count(DISTINCT o.id) FILTER (WHERE o.status = 'CANCELLED') AS cancellations
  FROM orders AS o ${from}
  WHERE o.id >= $6::uuid AND o.id < $7::uuid
    AND o.created_at >= $1::date::timestamp AT TIME ZONE $3
    AND o.created_at < ($2::date + 1)::timestamp AT TIME ZONE $3
    AND ($4::char(3) IS NULL OR o.currency = $4::char(3))
    AND (o.status = ANY ($5::text[]) OR o.status = 'CANCELLED')
  GROUP BY ${keys} ORDER BY ${sorted} LIMIT ${MOST_ROWS + 1}`;

/** Reads what reports say, each in one statement. */
@Injectable()
export class ReportRepository {
  /** At most one row more than `MOST_ROWS`. Throws `UnknownTimeZone` for a zone that the database does not have. */
  async sales(db: Queryable, question: SalesQuestion): Promise<SalesRow[]> {
    const { by, from, to, timeZone, currency } = question;
    const span = [idAt(earliestOf(from)), idAt(overAfter(to))];
    const rows = await db
      .query<SalesRecord>(statementOf(GROUPINGS[by]), [from, to, timeZone, currency, SOLD_STATUSES, ...span])
      .catch((error: unknown) => {
        throw saysUnknownTimeZone(error) ? new UnknownTimeZone(timeZone) : error;
      });
    return rows.map(toSalesRow);
  }

  /** How many live orders have each of the statuses, and when the oldest was placed. */
  async statuses(
    db: Queryable,
    statuses: readonly OrderStatus[],
  ): Promise<{ status: OrderStatus; orders: number; oldest: Date | null }[]> {
    return db.query(
      `SELECT status, orders, oldest
       FROM unnest($1::text[]) WITH ORDINALITY AS asked (status, place)
       CROSS JOIN LATERAL (SELECT count(*)::integer AS orders FROM orders AS o
         WHERE o.status = asked.status AND o.deleted_at IS NULL) AS counted
       LEFT JOIN LATERAL (SELECT o.created_at AS oldest FROM orders AS o
         WHERE o.status = asked.status AND o.deleted_at IS NULL ORDER BY o.id LIMIT 1) AS first ON true
       ORDER BY place`,
      [statuses],
    );
  }
}

const toSalesRow = (row: SalesRecord): SalesRow => ({
  day: row.day ?? undefined,
  productId: row.product_id ?? undefined,
  productName: row.product_name ?? undefined,
  currency: row.currency,
  orders: Number(row.orders),
  units: Number(row.units),
  revenue: BigInt(row.revenue),
  cancellations: Number(row.cancellations),
});

const INVALID_PARAMETER_VALUE = '22023';

/** Only the name of the zone can be a value that PostgreSQL finds wrong: the others have been read as what they are. */
const saysUnknownTimeZone = (error: unknown): boolean =>
  error instanceof Error && Reflect.get(error, 'code') === INVALID_PARAMETER_VALUE;
