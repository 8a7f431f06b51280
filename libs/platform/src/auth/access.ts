import { applyDecorators } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ExtendsRoute } from '../http/extends-route.js';

/** What a service or the holder of a key may be allowed to do. */
export const SCOPES = [
  'orders:read',
  'orders:write',
  'payments:write',
  'reports:read',
  'inventory:read',
  'inventory:write',
  'notifications:read',
  'notifications:write',
  'contacts:read',
  'contacts:write',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who besides administrators, who may do everything, may use a route. */
export interface Grants {
  /** `own`: what is theirs, which the use case sees to; `any`: what is there for all of them. */
  readonly customer?: 'own' | 'any';
  /** What a service must have been allowed. */
  readonly service?: Scope;
}

/** Who may use a route: everyone, also who does not say who they are; administrators alone; or they and some others. */
export type Access = 'everyone' | 'admin' | Grants;

/** The mark on an operation that tells who may use it, until the document has been completed. */
export const ACCESS_MARK = 'x-access';

/**
 * Says who may use a route. Every route has to say it: the service does not start otherwise.
 *
 * With `customer: 'own'` the use case has to look whose the object is; the rows of docs/authorization.md prove that it does.
 */
export const Allows = (access: Access): MethodDecorator =>
  applyDecorators(ExtendsRoute({ access }), ApiExtension(ACCESS_MARK, access));

/** Who may use the route of a request; undefined where there is none. */
export const accessOf = ({ is404, routeOptions }: FastifyRequest): Access | undefined =>
  is404 ? undefined : routeOptions.config.access;
