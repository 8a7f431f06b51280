import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import '../http/fastify-extensions.js';

/** Marks a route that starts new work: the first to be refused under load, and held back by brakes. */
export const StartsWork = (): MethodDecorator => RouteConfig({ startsWork: true });

/** Gives the place of a request to the next before its answer: all that it still does is wait. */
export const yieldPlace = ({ request }: FastifyReply): void => request.leaveLane?.();
