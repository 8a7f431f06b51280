import type { FastifyReply, FastifyRequest } from 'fastify';
import { CORRELATION_HEADER } from './correlation.js';

/** What every answer carries, whatever becomes of the request. */
export function setStandardHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header(CORRELATION_HEADER, request.id).header('x-content-type-options', 'nosniff');
}
