import type { FastifyInstance } from 'fastify';

/** One line a request, at debug; failures have been logged by the filter, with their cause. */
export function logOutcomes(server: FastifyInstance): void {
  server.addHook('onResponse', (request, reply, done) => {
    request.log.debug(
      {
        method: request.method,
        path: request.originalUrl.split('?', 1)[0],
        route: request.routeOptions.url,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request answered',
    );
    done();
  });
}
