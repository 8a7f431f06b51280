import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../kernel/domain-error.js';
import { documentsAnswer } from '../openapi/documents-answer.js';
import { documentsHeader } from '../openapi/documents-header.js';

/** The resource is not in the state the client's `If-Match` speaks of. 412 `precondition-failed`. */
export class PreconditionFailed extends DomainError {
  constructor(current: string) {
    super({
      code: 'precondition-failed',
      kind: 'precondition-failed',
      detail:
        'It was changed since you read it, or If-Match does not hold strong entity tags; read it again.',
      errors: [{ in: 'header', pointer: '/If-Match', detail: `The current entity tag is ${current}` }],
      extensions: { currentEtag: current },
    });
  }
}

const TAG_LIST = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** A strong entity tag that is equal for equal parts only; give it whatever changes with the representation. */
export function etag(...parts: readonly (string | number | boolean | null)[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return `"${digest.slice(0, 27)}"`;
}

/**
 * Passes without `If-Match`, for `*`, and when one of its strong tags is the current one; a weak tag never matches.
 *
 * @throws {PreconditionFailed} otherwise.
 */
export function assertMatches(ifMatch: string | undefined, current: string): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const strong = tagsIn(ifMatch).filter(({ weak }) => !weak);
  if (!strong.some(({ tag }) => tag === current)) throw new PreconditionFailed(current);
}

/** Whether `If-None-Match` says that the client already has the current representation. */
export function isUnchanged(ifNoneMatch: string | undefined, current: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || tagsIn(ifNoneMatch).some(({ tag }) => tag === current);
}

function tagsIn(header: string): { tag: string; weak: boolean }[] {
  return [...header.matchAll(TAG_LIST)].map(([, weak, tag = '']) => ({ tag, weak: weak !== undefined }));
}

/** Gives a handler the `If-Match` header for `assertMatches`, or undefined. */
export const IfMatch = createParamDecorator<void, string | undefined>(
  (_data, context: ExecutionContext) =>
    context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'],
  [
    documentsHeader({
      name: 'If-Match',
      required: false,
      schema: { type: 'string' },
      description: 'Change it only if its ETag is still one of these; otherwise 412.',
    }),
    documentsAnswer('ifMatch'),
  ],
);

/** Answers a GET with a body and its entity tag, or with 304 and no body when the client has it already. */
export type AnswerWithEtag = <Body>(body: Body, tag: string) => Body | undefined;

/** Gives the handler of a GET an `AnswerWithEtag`, to be called for what it returns. */
export const EtagAnswer = createParamDecorator<void, AnswerWithEtag>(
  (_data, context: ExecutionContext) => {
    const http = context.switchToHttp();
    const ifNoneMatch = http.getRequest<FastifyRequest>().headers['if-none-match'];
    const reply = http.getResponse<FastifyReply>();
    return (body, tag) => {
      reply.header('etag', tag);
      if (!isUnchanged(ifNoneMatch, tag)) return body;
      reply.code(304);
      return undefined;
    };
  },
  [
    documentsHeader({
      name: 'If-None-Match',
      required: false,
      schema: { type: 'string' },
      description: 'Answers 304 if it has not changed.',
    }),
    documentsAnswer('etag'),
  ],
);
