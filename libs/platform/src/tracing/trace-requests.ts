import type { FastifyInstance, FastifyRequest } from 'fastify';
import { traceContextOf } from './trace-context.js';
import type { Span, Tracer } from './tracer.js';

// Asked every few seconds by machines.
const NOT_TRACED = /^\/(health|metrics)(\/|$)/;

/**
 * A span for each request, named by its route. Never its path or query, in which addresses of customers may be, nor who
 * asks or from where.
 */
export function traceRequests(server: FastifyInstance, tracer: Tracer): void {
  server.decorateRequest('span', undefined);
  server.addHook('onRequest', (request, _reply, done) => {
    if (NOT_TRACED.test(request.routeOptions.url ?? '')) return done();
    request.span = begun(tracer, request);
    request.span.within(done);
  });
  // A body arrives in the name of its connection, which may have served others.
  server.addHook('preValidation', ({ span }, _reply, done) => (span ? span.within(done) : done()));
  server.addHook('onResponse', ({ span }, { statusCode }, done) => {
    span?.tell({ 'http.response.status_code': statusCode });
    span?.end(statusCode >= 500 ? String(statusCode) : undefined);
    done();
  });
  server.addHook('onRequestAbort', ({ span }, done) => {
    span?.end('aborted');
    done();
  });
}

function begun(tracer: Tracer, { method, routeOptions, protocol, raw }: FastifyRequest): Span {
  const route = routeOptions.url;
  return tracer.start({
    name: route === undefined ? method : `${method} ${route}`,
    kind: 'server',
    parent: traceContextOf(raw),
    attributes: {
      'http.request.method': method,
      ...(route !== undefined && { 'http.route': route }),
      'url.scheme': protocol,
      'network.protocol.version': raw.httpVersion,
    },
  });
}
