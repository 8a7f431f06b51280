import { decimalsOf } from '@app/contracts';
import { z } from 'zod';
import { ORDER_STATUSES } from '../../orders/domain/order-lifecycle.js';
import { isOpen, type StatusCount } from '../domain/open-orders.js';
import type { SalesRow } from '../domain/sales.js';

const salesView = z.object({
  day: z.iso
    .date()
    .optional()
    .meta({ description: 'With `by=day`. Days on which nothing was ordered are left out.' }),
  productId: z.string().optional().meta({ description: 'With `by=product`.' }),
  productName: z.string().optional().meta({ description: 'As it was called when it was last ordered.' }),
  currency: z.string(),
  orders: z.int().meta({ description: 'Orders placed then that are sold: CONFIRMED or further.' }),
  units: z.int().meta({ description: 'Pieces in them.' }),
  revenue: z.number().meta({ description: 'What they cost, as a decimal number in `currency`.' }),
  cancellations: z.int().meta({ description: 'Orders placed then that are CANCELLED by now.' }),
});
export type SalesView = z.output<typeof salesView>;

/** The rows of a sales report. */
export const salesViews = z.array(salesView).meta({
  example: [{ day: '2026-01-02', currency: 'EUR', orders: 12, units: 31, revenue: 929.69, cancellations: 1 }],
});

const statusView = z.object({
  status: z.enum(ORDER_STATUSES),
  orders: z.int(),
  open: z
    .boolean()
    .meta({ description: 'Whether something remains to be done: false for COMPLETED and CANCELLED.' }),
  oldestOpenSeconds: z
    .int()
    .optional()
    .meta({ description: 'Seconds since the oldest of them was placed; absent if none is open.' }),
});
export type StatusView = z.output<typeof statusView>;

/** The rows of the report on orders, one for each status. */
export const statusViews = z.array(statusView).meta({
  example: [
    { status: 'PENDING', orders: 3, open: true, oldestOpenSeconds: 42 },
    { status: 'COMPLETED', orders: 1204, open: false },
  ],
});

export const toSalesView = ({ revenue, ...row }: SalesRow): SalesView => ({
  ...row,
  revenue: Number(decimalText(revenue, row.currency)),
});

/** As text, a revenue keeps digits that a JSON number would lose. */
export const toSalesRecord = ({ revenue, ...row }: SalesRow) => ({
  ...row,
  revenue: decimalText(revenue, row.currency),
});

function decimalText(minor: bigint, currency: string): string {
  const decimals = decimalsOf(currency);
  const text = String(minor).padStart(decimals + 1, '0');
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

export const toStatusView = (row: StatusCount): StatusView => ({
  status: row.status,
  orders: row.orders,
  open: isOpen(row.status),
  oldestOpenSeconds: row.oldestOpenSeconds,
});
