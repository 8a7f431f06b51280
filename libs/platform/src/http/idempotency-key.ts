import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { documentsHeader } from '../openapi/documents-header.js';
import { invalidHeader } from '../problems/invalid-request.js';
import { onlyHeader } from './headers.js';

const HEADER = 'idempotency-key';
const PRINTABLE = /^[\x20-\x7e]{1,255}$/;

/**
 * The key under which a repeated request is recognised, undefined without one.
 *
 * @throws {InvalidRequest} `invalid-idempotency-key` unless it is one header of 1 to 255 printable ASCII characters.
 */
export function idempotencyKeyOf({ raw }: FastifyRequest): string | undefined {
  if (raw.headers[HEADER] === undefined) return undefined;
  const key = onlyHeader(raw, HEADER);
  if (key !== undefined && PRINTABLE.test(key)) return key;
  throw invalidHeader(
    'invalid-idempotency-key',
    'Idempotency-Key',
    'must be 1 to 255 printable ASCII characters, once',
  );
}

/** Gives a handler the `Idempotency-Key` of the request, or undefined. */
export const IdempotencyKey = createParamDecorator<void, string | undefined>(
  (_data, context: ExecutionContext) => idempotencyKeyOf(context.switchToHttp().getRequest<FastifyRequest>()),
  [
    documentsHeader({
      name: 'Idempotency-Key',
      required: false,
      schema: { type: 'string', minLength: 1, maxLength: 255 },
      description: 'Makes it safe to send the request again: the first answer is given again.',
    }),
  ],
);
