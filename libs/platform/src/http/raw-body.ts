import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

const MARK = 'keepsRawBody';

/**
 * Gives the handler the JSON body as a `Buffer`, byte for byte as it was sent, so that a signature over it can be
 * verified. The body limit holds; nothing else about the body has been checked.
 */
export const KeepsRawBody = (): MethodDecorator => RouteConfig({ [MARK]: true });

/** Whether the route of the request wants its body untouched. */
export const keepsRawBody = ({ routeOptions }: FastifyRequest): boolean =>
  Reflect.get(routeOptions.config, MARK) === true;
