import type { Access } from '../auth/access.js';
import type { Principal } from '../auth/principal.js';
import type { Span } from '../tracing/tracer.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Content types that the route takes as a stream, instead of JSON. */
    streams?: readonly string[];
    /** Whether the route starts new work, which is the first to be refused under load. */
    startsWork?: boolean;
    /** Whether the handler gets the body byte for byte. */
    keepsRawBody?: boolean;
    /** Who may use the route. */
    access?: Access;
  }

  interface FastifyRequest {
    /** Gives the request's place in its lane to the next; there once it has been admitted, harmless to repeat. */
    leaveLane: (() => void) | undefined;
    /** Who asks, once that has been found out. */
    principal: Principal | undefined;
    /** Where requests are traced. */
    span?: Span | undefined;
  }

  interface FastifyInstance {
    /** Methods that some route answers at the path. */
    allowedMethods(path: string): string[];
    /** Who asks, where it is taken on trust. */
    claimedPrincipal: ((request: FastifyRequest) => Principal) | undefined;
  }
}
