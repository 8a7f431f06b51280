import type { FastifyInstance } from 'fastify';
import '../http/fastify-extensions.js';

// The documentation of the API, which the library that serves it declares without a word.
const DOCUMENTATION = /^\/api\/docs(?:[/-]|$)/;

/** Some routes do not say who may use them; `problems` names each. */
export class AccessUndeclared extends Error {
  override readonly name = 'AccessUndeclared';

  constructor(readonly problems: readonly string[]) {
    super(`Routes do not say who may use them: ${problems.join(', ')}`);
  }
}

/** From now on the server does not become ready if a route does not say, by `Allows`, who may use it. */
export function requireAccess(server: FastifyInstance): void {
  const silent: string[] = [];
  server.addHook('onRoute', ({ method, url, config }) => {
    // CORS declares one for preflight requests, which carry no credentials.
    if (method === 'OPTIONS' || DOCUMENTATION.test(url) || config?.access !== undefined) return;
    silent.push(`${[method].flat().join(', ')} ${url} does not say who may use it`);
  });
  server.addHook('onReady', (done) => done(silent.length > 0 ? new AccessUndeclared(silent) : undefined));
}
