import { currency } from '@app/contracts';
import { z } from 'zod';
import { SALES_BY } from '../domain/sales.js';

const FIRST_DAY = '1970-01-01';

const day = z.iso
  .date({ abort: true })
  .refine((date) => date >= FIRST_DAY && date <= '9999-12-31', 'must be from 1970 to 9999')
  .optional();

const format = z
  .enum(['json', 'csv'])
  .optional()
  .meta({ description: 'Instead of the header `Accept`: `application/json` or `text/csv`.' });

/** Query of `GET /reports/sales`. */
export const salesQuery = z.strictObject({
  from: day.meta({
    example: '2026-01-01',
    description: 'The first day; 29 days before `to` unless it is said.',
  }),
  to: day.meta({ example: '2026-01-31', description: 'The last day, included; today unless it is said.' }),
  tz: z
    .string()
    .max(64)
    // Offsets mean one thing to us and the opposite to PostgreSQL.
    .regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/, 'must be an IANA time zone such as Europe/Berlin')
    .default('UTC')
    .meta({ example: 'Europe/Berlin', description: 'The IANA time zone whose days are meant.' }),
  by: z.enum(SALES_BY).default('day').meta({ description: 'What has a row of its own in each currency.' }),
  currency: currency.optional().meta({ example: 'EUR', description: 'Only what was sold in this.' }),
  format,
});
export type SalesQuery = z.output<typeof salesQuery>;

/** Query of `GET /reports/orders`. */
export const ordersReportQuery = z.strictObject({ format });
export type OrdersReportQuery = z.output<typeof ordersReportQuery>;
