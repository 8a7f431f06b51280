import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Logger, onRecord } from '../logging/logger.js';
import { idsIn } from '../http/log-outcomes.js';
import { accessOf } from './access.js';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Writes one line, whatever level is logged otherwise, of everything that an administrator changes, and of everybody
 * else who wanted what is for administrators alone: who, what, which and what became of it; never what was sent.
 */
export function auditAdministrators(server: FastifyInstance, logger: Logger): void {
  const audit = onRecord(logger);
  server.addHook('onResponse', (request, reply, done) => {
    const word = wordFor(request, reply);
    if (word !== undefined) audit.info(recordOf(request, reply), word);
    done();
  });
}

function wordFor(request: FastifyRequest, { statusCode }: FastifyReply): string | undefined {
  if (request.principal?.role === 'admin') return READING.has(request.method) ? undefined : 'administered';
  return statusCode === 403 && accessOf(request) === 'admin' ? 'not an administrator' : undefined;
}

function recordOf(
  { id, principal, method, params, routeOptions }: FastifyRequest,
  reply: FastifyReply,
): object {
  const who = { role: principal?.role, id: principal?.id };
  return {
    correlationId: id,
    who,
    method,
    route: routeOptions.url,
    params: idsIn(params, reply.statusCode),
    status: reply.statusCode,
  };
}
