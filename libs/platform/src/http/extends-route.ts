import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyContextConfig } from 'fastify';
import './fastify-extensions.js';

const { KEY } = RouteConfig({});

/** Adds to what is configured of a route. Several may stand beside each other, where `RouteConfig` would replace. */
export const ExtendsRoute =
  (part: Partial<FastifyContextConfig>): MethodDecorator =>
  (_prototype, _method, descriptor) => {
    const handler = descriptor.value as object;
    const known = Reflect.getMetadata(KEY, handler) as object | undefined;
    Reflect.defineMetadata(KEY, { ...known, ...part }, handler);
  };
