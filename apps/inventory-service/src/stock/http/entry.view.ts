import { stockFigure } from '@app/contracts';
import { z } from 'zod';
import { MOVEMENT_KINDS, type LedgerEntry } from '../domain/stock-movement.js';

/** An entry of the ledger, for documents. */
export const entryExample = {
  entryId: '4711',
  kind: 'reserved',
  quantity: 2,
  onHandDelta: 0,
  availableDelta: -2,
  reservedDelta: 2,
  onHandAfter: 100,
  availableAfter: 98,
  reservedAfter: 2,
  orderId: '01980000-0000-7000-8000-000000000001',
  at: '2026-01-02T09:30:00.000Z',
} as const;

/** An entry of the ledger as it is answered. */
export const entryResponse = z
  .object({
    entryId: z.string().describe('Grows from entry to entry.'),
    kind: z.enum(MOVEMENT_KINDS),
    quantity: z.int().min(1),
    onHandDelta: z.int(),
    availableDelta: z.int(),
    reservedDelta: z.int(),
    onHandAfter: stockFigure.describe('Units on hand once this had happened.'),
    availableAfter: stockFigure,
    reservedAfter: stockFigure,
    orderId: z.uuid().optional(),
    reason: z.string().optional(),
    at: z.iso.datetime(),
  })
  .meta({ examples: [entryExample] });
export type EntryResponse = z.output<typeof entryResponse>;

/** The entry as it is answered. */
export const answerEntry = (entry: LedgerEntry): EntryResponse => ({
  entryId: entry.entryId,
  kind: entry.kind,
  quantity: entry.quantity,
  onHandDelta: entry.availableDelta + entry.reservedDelta,
  availableDelta: entry.availableDelta,
  reservedDelta: entry.reservedDelta,
  onHandAfter: entry.availableAfter + entry.reservedAfter,
  availableAfter: entry.availableAfter,
  reservedAfter: entry.reservedAfter,
  ...(entry.orderId === undefined ? {} : { orderId: entry.orderId }),
  ...(entry.reason === undefined ? {} : { reason: entry.reason }),
  at: entry.at.toISOString(),
});
