import { z } from 'zod';
import { InvalidRequest } from '../problems/invalid-request.js';
import { decodeCursor } from './cursor.js';
import { NUMBERED_REACH, USUAL_ITEMS } from './page-links.js';
import { MOST_ITEMS, pageQuery, queryInt } from './page.js';

/**
 * `limit` and `cursor`, or `page` (from 1) and `per_page` (1 to 200, 50 unless said otherwise), to be told apart by
 * `stretchOf`; extend it with the filters of a list.
 */
export const listQuery = pageQuery.extend({
  // No default, which would hide whether the client has said it.
  limit: queryInt(1, MOST_ITEMS).optional().meta({ default: USUAL_ITEMS }),
  page: queryInt(1, NUMBERED_REACH)
    .optional()
    .meta({ description: 'The number of the page, instead of `cursor`; a list that grows moves its pages.' }),
  per_page: queryInt(1, MOST_ITEMS)
    .optional()
    .meta({ default: USUAL_ITEMS, description: 'With `page`, instead of `limit`.' }),
});

/** What `listQuery` makes of a query string. */
export type ListQuery = z.output<typeof listQuery>;

/** The part of a list that a query asks for: `limit` items after a place, or after so many items. */
export interface Stretch<Place> {
  readonly limit: number;
  readonly after: Place | undefined;
  /** Items to leave out first; 0 whenever there is a place. */
  readonly offset: number;
}

/**
 * The stretch a query asks for, in whichever of the two ways.
 *
 * @throws {InvalidRequest} `mixed-pagination` when it mixes them, `page-too-far` past the first 100,000 items,
 * `invalid-cursor` unless the cursor holds what `place` describes.
 */
export function stretchOf<Schema extends z.ZodType>(
  place: Schema,
  query: ListQuery,
): Stretch<z.output<Schema>> {
  const { limit = USUAL_ITEMS, cursor, page, per_page: perPage } = query;
  if (page !== undefined || perPage !== undefined) return numbered(query);
  return { limit, after: decodeCursor(place, cursor), offset: 0 };
}

function numbered({ limit, cursor, page = 1, per_page: size = USUAL_ITEMS }: ListQuery): Stretch<never> {
  if (limit !== undefined) throw mixed('limit');
  if (cursor !== undefined) throw mixed('cursor');
  const offset = (page - 1) * size;
  if (offset + size > NUMBERED_REACH) throw tooFar();
  return { limit: size, after: undefined, offset };
}

const mixed = (parameter: 'limit' | 'cursor') =>
  new InvalidRequest('mixed-pagination', 'Use limit and cursor, or page and per_page, not both.', [
    {
      in: 'query',
      pointer: `/${parameter}`,
      detail: 'Cannot be combined with page or per_page',
      code: 'mixed-pagination',
    },
  ]);

const tooFar = () =>
  new InvalidRequest(
    'page-too-far',
    `Page numbers reach the first ${NUMBERED_REACH} items; follow the Link header to go further.`,
    [{ in: 'query', pointer: '/page', detail: 'Is past what numbers reach', code: 'page-too-far' }],
  );
