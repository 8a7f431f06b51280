import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { flag, int } from '../config/variables.js';
import { documentsAnswer } from '../openapi/documents-answer.js';
import { encodeCursor } from './cursor.js';
import { pageLinks, USUAL_ITEMS } from './page-links.js';

/** A stretch of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** The cursor of the stretch after this one (`encodeCursor`), absent at the end. */
  readonly next?: string;
  /** How many there are in all, where that is cheap to know. */
  readonly total?: number;
  /** How many items page numbers reach in this list, if fewer than in others. */
  readonly reach?: number | undefined;
}

/**
 * The page of at most `limit` items that begins what was found. Look for one more than that: it tells whether the list
 * goes on. `place` says what the cursor past an item holds.
 */
export function pageOf<T>(found: readonly T[], limit: number, place: (last: T) => unknown): Page<T> {
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return last === undefined ? { items } : { items, next: encodeCursor(place(last)) };
}

/** How many items a client may ask for at once. */
export const MOST_ITEMS = 200;

/** A whole number in a query string, where everything is text. */
export const queryInt = (min: number, max: number) =>
  int({ min, max }).meta({ type: 'integer', minimum: min, maximum: max });

/** `true` or `false` in a query string, where everything is text. */
export const queryFlag = () => flag().meta({ type: 'boolean' });

/** `limit` (1 to 200, 50 unless said otherwise) and `cursor`; extend it with the filters of a list. */
export const pageQuery = z.strictObject({
  limit: queryInt(1, MOST_ITEMS).default(USUAL_ITEMS),
  cursor: z
    .string()
    .max(2048)
    .optional()
    .meta({ description: 'Where to go on: taken from the Link header of the page before.' }),
});

/** What `pageQuery` makes of a query string. */
export type PageQuery = z.output<typeof pageQuery>;

/**
 * Says on the reply where the list goes on (`Link`, the path as the client wrote it with all its other parameters) and,
 * when the page knows, how long it is (`X-Total-Count`). A page that was asked for by number also links to the first
 * one and to the one before.
 */
export function setPageHeaders(request: FastifyRequest, reply: FastifyReply, page: Page<unknown>): void {
  if (page.total !== undefined) reply.header('x-total-count', String(page.total));
  const links = pageLinks(request.originalUrl, page.next, page.reach);
  if (links.length > 0) reply.header('link', links.join(', '));
}

/** Sets the page's headers and gives its items, which are the body. */
export type AnswerPage = <T>(page: Page<T>) => readonly T[];

/** Gives the handler of a list an `AnswerPage`, to be called for what it returns. */
export const PageAnswer = createParamDecorator<void, AnswerPage>(
  (_data, context: ExecutionContext) => {
    const http = context.switchToHttp();
    return (page) => {
      setPageHeaders(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), page);
      return page.items;
    };
  },
  [documentsAnswer('page')],
);
