import type { FastifyReply, FastifyRequest } from 'fastify';
import { CORRELATION_HEADER } from './correlation.js';

/** What helmet sets, once and for all, for it makes the same of every request. */
const HARDENING = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
};

// An answer in JSON runs nothing and shows nothing.
const NOTHING = "default-src 'none'; frame-ancestors 'none'";

// The page of the API runs its own scripts, styles itself and shows pictures that are part of it.
const OWN_PAGE =
  "default-src 'self'; base-uri 'self'; font-src 'self' data:; form-action 'self'; frame-ancestors 'self'; " +
  "img-src 'self' data:; object-src 'none'; script-src 'self'; script-src-attr 'none'; style-src 'self' 'unsafe-inline'";

const PAGE = /^(?:\/v1)?\/api\/docs/;

/** What every answer carries, whatever becomes of the request. */
export function setStandardHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply
    .headers(HARDENING)
    .header('content-security-policy', PAGE.test(request.originalUrl) ? OWN_PAGE : NOTHING)
    .header(CORRELATION_HEADER, request.id);
}
