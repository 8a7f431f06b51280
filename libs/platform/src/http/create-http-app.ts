import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { admitRequests } from '../admission/admit-requests.js';
import { Brakes } from '../admission/brakes.js';
import type { AdmissionConfig } from '../admission/lanes.js';
import { type AuthConfig, authSettingsOf } from '../auth/auth-settings.js';
import { findOutWhoAsks } from '../auth/find-out-who-asks.js';
import { requireAccess } from '../auth/require-access.js';
import type { ServiceConfig } from '../config/service-env.js';
import { Clock } from '../kernel/clock.js';
import { observeRequests } from '../metrics/observe-requests.js';
import { MetricsRegistry } from '../metrics/metrics-registry.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import type { LimitConfig } from '../limits/rate-limits.js';
import type { Logger } from '../logging/logger.js';
import { NestLogger } from '../logging/nest-logger.js';
import { type ApiDescription, serveApiDocs } from '../openapi/serve-api-docs.js';
import { PlatformModule } from '../platform.module.js';
import { ProblemFilter } from '../problems/problem.filter.js';
import { traceRequests } from '../tracing/trace-requests.js';
import { tracer } from '../tracing/tracer.js';
import { letPagesAsk } from './cors.js';
import { fastifyOptions } from './fastify-options.js';
import './fastify-extensions.js';
import { refuseNulInUrl } from './hostile-url.js';
import { acceptJsonBodies } from './json-body.js';
import { limitArrival } from './limit-arrival.js';
import { logOutcomes } from './log-outcomes.js';
import { answerWhatNodeWouldRefuse, refuseMissingHost } from './protocol-errors.js';
import { rememberRoutes } from './route-table.js';
import { SchemaValidationPipe } from './schema-validation.pipe.js';
import { setStandardHeaders } from './standard-headers.js';
import { acceptStreams } from './streamed-body.js';

// The whole request must have arrived by then; slow writers cannot hold a connection.
const ARRIVAL_LIMIT_MS = 30_000;

/** What an HTTP application is made from. */
export interface HttpAppOptions extends ApiDescription {
  readonly config: Pick<ServiceConfig, 'BODY_LIMIT_BYTES' | 'CORS_ORIGINS'> &
    AdmissionConfig &
    AuthConfig &
    LimitConfig;
  readonly logger: Logger;
}

/**
 * The module as an HTTP application that is ready to `init` or `listen`: requests checked by zod schemas, every error a
 * problem document, `/health`, `/metrics`, OpenAPI, all of it also under `/v1`, and no route open to whom it is not for.
 * `Clock`, `LOGGER`, `Lifecycle`, `Brakes`, `HealthRegistry` and `MetricsRegistry` can be injected anywhere in it.
 */
export async function createHttpApp(
  module: Type<unknown> | DynamicModule,
  options: HttpAppOptions,
): Promise<NestFastifyApplication> {
  const { config, logger } = options;
  // Before anything is connected that would have to be let go of again.
  const auth = authSettingsOf(config);
  const adapter = new FastifyAdapter(fastifyOptions(logger, config.BODY_LIMIT_BYTES));
  const server: FastifyInstance = adapter.getInstance();
  prepare(server);

  const app = await NestFactory.create<NestFastifyApplication>(
    PlatformModule.around(module, logger),
    adapter,
    {
      logger: new NestLogger(logger),
      // Nest's parsers would take forms too, and know nothing of hostile text.
      bodyParser: false,
      // A failed start is for the caller to report; Nest would abort the process.
      abortOnError: false,
    },
  );
  app.useGlobalPipes(new SchemaValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  const registry = app.get(MetricsRegistry);
  observeRequests(server, registry);
  admitRequests(server, config, { brakes: app.get(Brakes), registry, logger });
  if (config.CORS_ORIGINS) await letPagesAsk(server, config.CORS_ORIGINS);
  await findOutWhoAsks(server, auth, config, { clock: app.get(Clock), logger, registry });
  closeConnectionsWhenStopping(server, app.get(Lifecycle));
  serveApiDocs(app, options);
  return app;
}

function prepare(server: FastifyInstance): void {
  const traces = tracer();
  // First, so that all else happens within the span.
  if (traces) traceRequests(server, traces);
  rememberRoutes(server);
  requireAccess(server);
  acceptJsonBodies(server);
  acceptStreams(server);
  limitArrival(server, ARRIVAL_LIMIT_MS);
  answerWhatNodeWouldRefuse(server.server);
  server.addHook('onRequest', (request, reply, done) => {
    setStandardHeaders(request, reply);
    refuseMissingHost(request);
    refuseNulInUrl(request);
    done();
  });
  logOutcomes(server);
}

/** A client with an open connection would otherwise keep the server from closing until it has been idle long enough. */
function closeConnectionsWhenStopping(server: FastifyInstance, lifecycle: Lifecycle): void {
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (lifecycle.phase === 'stopping') reply.header('connection', 'close');
    done();
  });
}
