import { moment, pageQuery } from '@app/platform';
import { z } from 'zod';
import { MOVEMENT_KINDS } from '../domain/stock-movement.js';

/** Query of `GET /inventory/:productId/ledger`. */
export const listLedgerQuery = pageQuery.extend({
  kind: z.enum(MOVEMENT_KINDS).optional(),
  from: moment.optional().describe('Entered at this moment or later.'),
  to: moment.optional().describe('Entered before this moment.'),
});
export type ListLedgerQuery = z.output<typeof listLedgerQuery>;

/** What a cursor of the ledger holds: the entry after which to go on, of an append-only list. */
export const ledgerPlace = z.tuple([z.string().regex(/^\d{1,18}$/)]).transform(([entryId]) => ({ entryId }));
