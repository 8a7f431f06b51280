import type { FastifyRequest } from 'fastify';
import { onlyHeader } from '../http/headers.js';
import type { Clock } from '../kernel/clock.js';
import type { Logger } from '../logging/logger.js';
import { ApiKeys } from './api-keys/api-keys.js';
import type { AuthSettings, TrustedKeys } from './auth-settings.js';
import { KeySet } from './jwt/key-set.js';
import { readKeySet } from './jwt/key-source.js';
import { type Signatures, TokenVerifier } from './jwt/token-verifier.js';
import { ANONYMOUS, type Principal } from './principal.js';
import { INVALID_API_KEY, INVALID_TOKEN, MIXED_CREDENTIALS, type Refusal } from './refusals.js';

const BEARER = /^bearer +([\w~+/.-]+=*) *$/i;
const HEADERS = ['authorization', 'x-api-key'] as const;

type Found = Principal | Refusal;

interface Surroundings {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Finds out who sent a request: by a token or by a key, or nobody known. */
export class Authenticator {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly keys: ApiKeys | undefined,
  ) {}

  /** Whoever it is, or why that cannot be said; never rejects. */
  identify({ raw }: FastifyRequest): Found | Promise<Found> {
    const [name, another] = HEADERS.filter((header) => raw.headers[header] !== undefined);
    if (name === undefined) return ANONYMOUS;
    // Node gives the first of several, and drops the others without a word.
    const value = another === undefined ? onlyHeader(raw, name) : undefined;
    if (value === undefined) return MIXED_CREDENTIALS;
    return name === 'authorization' ? this.byToken(value) : (this.keys?.verify(value) ?? INVALID_API_KEY);
  }

  private byToken(value: string): Found | Promise<Found> {
    const token = BEARER.exec(value)?.[1];
    return token === undefined ? INVALID_TOKEN : this.tokens.verify(token);
  }

  close(): void {
    this.keys?.close();
  }
}

/** An authenticator that has read the keys there are. @throws {ConfigError} when the file of API keys is none. */
export async function openAuthenticator(
  { keys, rules, apiKeysFile }: Extract<AuthSettings, { mode: 'jwt' }>,
  { clock, logger }: Surroundings,
): Promise<Authenticator> {
  const apiKeys =
    apiKeysFile === undefined ? undefined : await new ApiKeys(apiKeysFile, clock, logger).open();
  return new Authenticator(
    new TokenVerifier(rules, await signaturesBy(keys, { clock, logger }), clock),
    apiKeys,
  );
}

/** No algorithm is ever taken from the token: one kind of key goes with its own alone. */
async function signaturesBy(keys: TrustedKeys, { clock, logger }: Surroundings): Promise<Signatures> {
  if (keys.kind === 'secret') return { algorithms: ['HS256'], keyOf: () => Promise.resolve(keys.secret) };
  const set = new KeySet(() => readKeySet(keys.url), clock, logger);
  await set.warmUp();
  return { algorithms: ['RS256', 'EdDSA', 'Ed25519'], keyOf: set.keyOf };
}
