import type { FastifyInstance } from 'fastify';
import type { Logger } from '../logging/logger.js';
import { accessOf } from './access.js';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Writes one line, whatever level is logged otherwise, of everything that an administrator changes, and of everybody
 * else who wanted what is for administrators alone: who, what, which and what became of it; never what was sent.
 */
export function auditAdministrators(server: FastifyInstance, logger: Logger): void {
  const audit = logger.child({ audit: true }, { level: 'info' });
  server.addHook('onResponse', (request, reply, done) => {
    const { principal, method, params, routeOptions } = request;
    const changes = principal?.role === 'admin' && !READING.has(method);
    if (changes || (accessOf(request) === 'admin' && reply.statusCode === 403)) {
      const who = { role: principal?.role, id: principal?.id };
      const what = { method, route: routeOptions.url, params, status: reply.statusCode };
      audit.info(
        { correlationId: request.id, who, ...what },
        changes ? 'administered' : 'not an administrator',
      );
    }
    done();
  });
}
