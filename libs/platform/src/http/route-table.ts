import type { FastifyInstance } from 'fastify';

interface Route {
  readonly segments: readonly string[];
  readonly methods: readonly string[];
}

/** Remembers every route registered from now on, so that a wrong method can be told from a wrong path. */
export function rememberRoutes(server: FastifyInstance): void {
  const routes: Route[] = [];
  server.addHook('onRoute', ({ method, url }) => {
    // A wildcard serves files; it would claim paths that only exist when the file does.
    if (!url.includes('*')) routes.push({ segments: segmentsOf(url), methods: [method].flat() });
  });
  server.decorate('allowedMethods', (path: string) => {
    const segments = segmentsOf(path);
    const methods = routes
      .filter((route) => matches(route.segments, segments))
      .flatMap((route) => route.methods);
    return [...new Set(methods)].toSorted();
  });
}

const segmentsOf = (path: string): string[] => path.replace(/\/$/, '').split('/');

const matches = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length &&
  pattern.every((segment, index) => (segment.startsWith(':') ? path[index] !== '' : segment === path[index]));
