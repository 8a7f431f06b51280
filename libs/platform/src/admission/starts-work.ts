import type { FastifyReply } from 'fastify';
import { ExtendsRoute } from '../http/extends-route.js';
import '../http/fastify-extensions.js';

/** Marks a route that starts new work: the first to be refused under load, and held back by brakes. */
export const StartsWork = (): MethodDecorator => ExtendsRoute({ startsWork: true });

/** Gives the place of a request to the next before its answer: all that it still does is wait. */
export const yieldPlace = ({ request }: FastifyReply): void => request.leaveLane?.();
