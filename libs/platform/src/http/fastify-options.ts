import { type FastifyHttpOptions, LogController } from 'fastify';
import type { Server } from 'node:http';
import type { Logger } from '../logging/logger.js';
import { correlationIdOf } from './correlation.js';
import { answerFrameworkError, answerProtocolError } from './protocol-errors.js';

// The authority is there when a proxy sends the absolute form (RFC 9112, section 3.2.2).
const VERSION_PREFIX = /^(https?:\/\/[^/?]+)?\/v1(?=[/?]|$)/;

/** The URL as it is routed: every path is also served under `/v1`. */
export function withoutVersion(url: string): string {
  return url.replace(VERSION_PREFIX, '$1').replace(/^(?=\?|$)/, '/');
}

/** How the HTTP server of every service behaves. */
export function fastifyOptions(logger: Logger, bodyLimit: number): FastifyHttpOptions<Server> {
  return {
    loggerInstance: withoutAnnouncements(logger),
    bodyLimit,
    // Our own hook logs outcomes; two lines a request at info is noise.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'correlationId' }),
    requestIdHeader: false,
    genReqId: (request) => correlationIdOf(request),
    rewriteUrl: ({ url }) => withoutVersion(url ?? '/'),
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerProtocolError,
    trustProxy: false,
    // Longer than the idle time of common load balancers, so that it is they who close.
    keepAliveTimeout: 72_000,
    // Node answers HTTP/1.1 without a host itself, and not with a problem document; `refuseMissingHost` does it.
    http: { requireHostHeader: false, headersTimeout: 15_000 },
    // Not Node's own limit, which knows no exception for a route that reads a stream: `limitArrival` sets it.
    requestTimeout: 0,
    // While stopping we finish what still comes in on open connections; refusing it would lose requests.
    return503OnClosing: false,
    routerOptions: {
      ignoreTrailingSlash: true,
      // Long enough for schemas to refuse an id themselves, with a pointer.
      maxParamLength: 2048,
    },
  };
}

/** Fastify announces its address at info, as text; `start` logs it once for everyone, as a field. */
function withoutAnnouncements(logger: Logger): Logger {
  const quiet = logger.child({});
  // Not bound: at another level `debug` is another function.
  quiet.info = (...line: Parameters<typeof quiet.debug>) => quiet.debug(...line);
  return quiet;
}
