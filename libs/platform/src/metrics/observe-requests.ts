import type { FastifyInstance } from 'fastify';
import type { MetricsRegistry } from './metrics-registry.js';

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Records how long every request took, by method, route template and class of status; never by the path itself,
 * and not of streams of events, which last as long as their clients.
 */
export function observeRequests(server: FastifyInstance, registry: MetricsRegistry): void {
  const duration = registry.histogram(
    'http_request_duration_seconds',
    'Time from the first byte of a request to the last of its answer.',
    BUCKETS_SECONDS,
    'method',
    'route',
    'status',
  );
  server.addHook('onResponse', ({ method, routeOptions }, reply, done) => {
    // How long somebody listened says nothing of how fast we are.
    if (reply.getHeader('content-type') === 'text/event-stream') return done();
    const status = `${Math.trunc(reply.statusCode / 100)}xx`;
    duration.observe({ method, route: routeOptions.url ?? 'none', status }, reply.elapsedTime / 1000);
    done();
  });
}
