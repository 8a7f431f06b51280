import type { PrincipalOf } from './caller.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** Methods that some route answers at the path. */
    allowedMethods(path: string): string[];
    principalOf: PrincipalOf;
  }
}
