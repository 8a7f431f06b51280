import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ANONYMOUS, type Principal } from '../auth/principal.js';
import { invalidHeader } from '../problems/invalid-request.js';
import { type TraceContext, traceContextOf } from '../tracing/trace-context.js';
import { onlyHeader } from './headers.js';
import { documentsHeader } from '../openapi/documents-header.js';

/** On whose behalf a use case runs and which chain of requests and events it belongs to. */
export interface Caller extends TraceContext {
  readonly tenant: string;
  readonly correlationid: string;
  readonly principal: Principal;
}

/** The tenant of everything that names none. */
export const DEFAULT_TENANT = 'default';

const CUSTOMER_HEADER = 'x-customer-id';
const ROLE_HEADER = 'x-role';
const ROLES = ['customer', 'admin', 'service'] as const;
const uuid = z.uuid();

/**
 * Who `X-Role` and `X-Customer-Id` say they are, unproven, so for development and tests only: a customer by the latter
 * alone, anonymous without either.
 *
 * @throws {InvalidRequest} `invalid-customer-id` when the id is not one UUID, `invalid-role` for a role there is not.
 */
export function claimedPrincipal({ raw }: FastifyRequest): Principal {
  const id = claimedId(raw);
  const role = onlyHeader(raw, ROLE_HEADER);
  if (raw.headers[ROLE_HEADER] === undefined) return id === undefined ? ANONYMOUS : { role: 'customer', id };
  const known = ROLES.find((name) => name === role);
  if (known === undefined)
    throw invalidHeader('invalid-role', 'X-Role', `must be one of ${ROLES.join(', ')}`);
  return { role: known, ...(id === undefined ? {} : { id }) };
}

function claimedId(raw: FastifyRequest['raw']): string | undefined {
  if (raw.headers[CUSTOMER_HEADER] === undefined) return undefined;
  const id = onlyHeader(raw, CUSTOMER_HEADER);
  if (!uuid.safeParse(id).success)
    throw invalidHeader('invalid-customer-id', 'X-Customer-Id', 'must be one UUID');
  return id?.toLowerCase();
}

/** The caller of a request. */
export function callerOf(request: FastifyRequest): Caller {
  return {
    tenant: DEFAULT_TENANT,
    correlationid: request.id,
    // As it came, where it is not ours to add to.
    ...(request.span?.context ?? traceContextOf(request.raw)),
    principal: request.principal ?? request.server.claimedPrincipal?.(request) ?? ANONYMOUS,
  };
}

/** Gives a handler the `Caller` to pass on to its use case. */
export const RequestCaller = createParamDecorator<void, Caller>(
  (_data, context: ExecutionContext) => callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
  [
    documentsHeader({
      name: 'X-Customer-Id',
      required: false,
      schema: { type: 'string', format: 'uuid' },
      description: 'Who asks, taken on trust; in development only.',
    }),
    documentsHeader({
      name: 'X-Role',
      required: false,
      schema: { type: 'string', enum: [...ROLES] },
      description: 'In which role, taken on trust; in development only.',
    }),
  ],
);
