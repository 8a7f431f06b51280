import type { FastifyRequest } from 'fastify';
import { ExtendsRoute } from './extends-route.js';
import './fastify-extensions.js';

/**
 * Gives the handler the JSON body as a `Buffer`, byte for byte as it was sent, so that a signature over it can be
 * verified. The body limit holds; nothing else about the body has been checked.
 */
export const KeepsRawBody = (): MethodDecorator => ExtendsRoute({ keepsRawBody: true });

/** Whether the route of the request wants its body untouched. */
export const keepsRawBody = ({ routeOptions }: FastifyRequest): boolean =>
  routeOptions.config.keepsRawBody === true;
