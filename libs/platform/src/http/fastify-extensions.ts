import type { PrincipalOf } from './caller.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Content types that the route takes as a stream, instead of JSON. */
    streams?: readonly string[];
    /** Whether the route starts new work, which is the first to be refused under load. */
    startsWork?: boolean;
  }

  interface FastifyRequest {
    /** Gives the request's place in its lane to the next; there once it has been admitted, harmless to repeat. */
    leaveLane: (() => void) | undefined;
  }

  interface FastifyInstance {
    /** Methods that some route answers at the path. */
    allowedMethods(path: string): string[];
    principalOf: PrincipalOf;
  }
}
