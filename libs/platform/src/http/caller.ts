import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { invalidHeader } from '../problems/invalid-request.js';
import { traceparentOf } from './correlation.js';
import { onlyHeader } from './headers.js';
import { documentsHeader } from '../openapi/documents-header.js';

/** Who asks. */
export interface Principal {
  readonly role: 'customer' | 'admin' | 'service' | 'anonymous';
  readonly id?: string;
}

/** On whose behalf a use case runs and which chain of requests and events it belongs to. */
export interface Caller {
  readonly tenant: string;
  readonly correlationid: string;
  readonly traceparent?: string;
  readonly principal: Principal;
}

/** Tells who sent a request; throws what the client shall be answered when it cannot. */
export type PrincipalOf = (request: FastifyRequest) => Principal;

/** The tenant of everything that names none. */
export const DEFAULT_TENANT = 'default';

const CUSTOMER_HEADER = 'x-customer-id';
const uuid = z.uuid();

/** Nobody, whatever the request claims. */
export const anonymous: PrincipalOf = () => ({ role: 'anonymous' });

/**
 * The customer that `X-Customer-Id` names, unproven, so for development and tests only; anonymous without the header.
 *
 * @throws {InvalidRequest} `invalid-customer-id` when the header is not one UUID.
 */
export const claimedCustomer: PrincipalOf = ({ raw }) => {
  if (raw.headers[CUSTOMER_HEADER] === undefined) return { role: 'anonymous' };
  const id = onlyHeader(raw, CUSTOMER_HEADER);
  if (!uuid.safeParse(id).success)
    throw invalidHeader('invalid-customer-id', 'X-Customer-Id', 'must be one UUID');
  return { role: 'customer', id: id?.toLowerCase() };
};

/** The caller of a request. */
export function callerOf(request: FastifyRequest): Caller {
  const traceparent = traceparentOf(request.raw);
  return {
    tenant: DEFAULT_TENANT,
    correlationid: request.id,
    ...(traceparent ? { traceparent } : {}),
    principal: request.server.principalOf(request),
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
  ],
);
