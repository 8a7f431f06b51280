import type { FastifyRequest } from 'fastify';
import { jsonPointer } from '../problems/json-pointer.js';
import { hostileText } from './hostile-json.js';

/** @throws {InvalidRequest} `invalid-text` when a parameter of the path or the query holds NUL. */
export function refuseNulInUrl(request: FastifyRequest): void {
  // Lone surrogates cannot come this way: they have no valid percent-encoding.
  if (!request.originalUrl.includes('%00')) return;
  const inQuery = Object.entries(request.query as Record<string, unknown>).find((entry) => hasNul(entry));
  if (inQuery) throw hostileText('query', jsonPointer([inQuery[0].replaceAll('\0', '')]));
  const inPath = Object.entries((request.params ?? {}) as Record<string, unknown>).find((entry) =>
    hasNul(entry),
  );
  throw hostileText('path', inPath ? jsonPointer([inPath[0]]) : '');
}

const hasNul = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some((item) => hasNul(item))
    : typeof value === 'string' && value.includes('\0');
