import type { Problem } from '../problems/problem.js';
import type { Scope } from './access.js';

/** A problem, and what `WWW-Authenticate` says of it (RFC 6750, section 3). */
export interface Refusal extends Problem {
  readonly challenge?: string;
}

const REALM = 'Bearer realm="waybill"';

export const AUTHENTICATION_REQUIRED: Refusal = {
  status: 401,
  code: 'authentication-required',
  detail: 'Say who you are: a token in Authorization: Bearer, or a key in X-Api-Key.',
  // RFC 6750 wants no error code where there were no credentials.
  challenge: REALM,
};

export const INVALID_TOKEN: Refusal = {
  status: 401,
  code: 'invalid-token',
  detail: 'The token is not one that is accepted here.',
  challenge: `${REALM}, error="invalid_token"`,
};

export const TOKEN_EXPIRED: Refusal = {
  status: 401,
  code: 'token-expired',
  detail: 'The time of the token is over; get another.',
  challenge: `${REALM}, error="invalid_token", error_description="The token has expired"`,
};

export const INVALID_API_KEY: Refusal = {
  status: 401,
  code: 'invalid-api-key',
  detail: 'There is no such key, or its time is over.',
  challenge: REALM,
};

export const MIXED_CREDENTIALS: Refusal = {
  status: 400,
  code: 'mixed-credentials',
  detail: 'Send either one Authorization or one X-Api-Key header.',
  challenge: `${REALM}, error="invalid_request"`,
};

export const NOT_ALLOWED: Refusal = {
  status: 403,
  code: 'not-allowed',
  detail: 'This is not for the role in which you ask.',
};

/** The role could do it, but not with what it has been allowed. */
export const lacking = (scope: Scope): Refusal => ({
  status: 403,
  code: 'insufficient-scope',
  detail: `This needs the scope ${scope}.`,
  challenge: `${REALM}, error="insufficient_scope", scope="${scope}"`,
});

/** Who asks cannot be found out for now. */
export const KEYS_UNAVAILABLE: Refusal = {
  status: 503,
  code: 'keys-unavailable',
  detail: 'The keys that tokens are verified with cannot be had for now.',
  retryAfterSeconds: 5,
};

/** The codes of all refusals, with that of asking for too much. */
export const REFUSAL_CODES: readonly string[] = [
  AUTHENTICATION_REQUIRED.code,
  INVALID_TOKEN.code,
  TOKEN_EXPIRED.code,
  INVALID_API_KEY.code,
  MIXED_CREDENTIALS.code,
  NOT_ALLOWED.code,
  KEYS_UNAVAILABLE.code,
  'insufficient-scope',
  'too-many-requests',
];
