import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { documentsHeader } from '../openapi/documents-header.js';
import { invalidHeader } from '../problems/invalid-request.js';
import { onlyHeader } from './headers.js';

const HEADER = 'x-operator';
const PRINTABLE = /^(?=.*[^ ])[\x20-\x7e]{1,128}$/;

/**
 * The person who does something that goes on record: by the token, or where there is none by what they say.
 *
 * @throws {InvalidRequest} `operator-required` unless `X-Operator` is there once, as 1 to 128 printable ASCII characters.
 */
export function operatorOf({ raw, principal }: FastifyRequest): string {
  if (principal?.id !== undefined) return principal.id;
  const name = onlyHeader(raw, HEADER);
  if (name !== undefined && PRINTABLE.test(name)) return name.trim();
  throw invalidHeader(
    'operator-required',
    'X-Operator',
    'must say who you are, once, in 1 to 128 printable ASCII characters',
  );
}

/** Gives a handler the name of the person who asks, for the record. */
export const Operator = createParamDecorator<void, string>(
  (_data, context: ExecutionContext) => operatorOf(context.switchToHttp().getRequest<FastifyRequest>()),
  [
    documentsHeader({
      name: 'X-Operator',
      required: false,
      schema: { type: 'string', minLength: 1, maxLength: 128 },
      description:
        'Who does it, for the record: required where no token says it, and not read where one does.',
    }),
  ],
);
