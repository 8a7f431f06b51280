import { isIP } from 'node:net';
import { ConfigError } from '../config/config-error.js';
import type { ServiceConfig } from '../config/service-env.js';
import type { authEnv } from './auth-env.js';
import type { TokenRules } from './jwt/token-verifier.js';

/** What is read of the environment to find out who asks. */
export type AuthConfig = Pick<ServiceConfig, 'NODE_ENV' | 'HOST' | keyof typeof authEnv>;

/** What signatures are verified with. */
export type TrustedKeys =
  { readonly kind: 'key-set'; readonly url: URL } | { readonly kind: 'secret'; readonly secret: Uint8Array };

/** How it is found out who asks. */
export type AuthSettings =
  | { readonly mode: 'off' }
  | {
      readonly mode: 'jwt';
      readonly keys: TrustedKeys;
      readonly rules: TokenRules;
      readonly apiKeysFile: string | undefined;
    };

// As many as the hash has; RFC 7518, section 3.2.
const SHORTEST_SECRET = 32;

/**
 * The settings that an environment asks for.
 *
 * @throws {ConfigError} when nobody would be asked who they are although the service can be reached from elsewhere or runs
 * in production, and when it is not said what tokens are verified with.
 */
export function authSettingsOf(config: AuthConfig): AuthSettings {
  const mode = config.AUTH ?? (config.NODE_ENV === 'production' ? 'jwt' : 'off');
  const problems = mode === 'off' ? problemsOfTrust(config) : problemsOfTokens(config);
  if (problems.length > 0) throw new ConfigError(problems);
  if (mode === 'off') return { mode };
  const { AUTH_ISSUER: issuer = '', AUTH_AUDIENCE: audience, API_KEYS_FILE: apiKeysFile } = config;
  return {
    mode,
    keys: trustedKeys(config),
    rules: {
      issuer,
      audience,
      toleranceSeconds: config.AUTH_CLOCK_TOLERANCE_S,
      claims: { role: config.AUTH_ROLE_CLAIM, customer: config.AUTH_CUSTOMER_CLAIM },
    },
    apiKeysFile,
  };
}

const trustedKeys = ({ AUTH_JWKS_URL: url, AUTH_JWT_SECRET: secret = '' }: AuthConfig): TrustedKeys =>
  url === undefined
    ? { kind: 'secret', secret: new TextEncoder().encode(secret) }
    : { kind: 'key-set', url: new URL(url) };

function problemsOfTrust({ NODE_ENV: place, HOST: host }: AuthConfig): string[] {
  return [
    ...(place === 'production' ? ['AUTH: must not be off when NODE_ENV is production'] : []),
    ...(isLoopback(host) ? [] : ['AUTH: can be off only when HOST is a loopback address']),
  ];
}

function problemsOfTokens(config: AuthConfig): string[] {
  const { AUTH_JWKS_URL: keys, AUTH_JWT_SECRET: secret, AUTH_ISSUER: issuer } = config;
  const isProduction = config.NODE_ENV === 'production';
  const wrong: [boolean, string][] = [
    [issuer === undefined, 'AUTH_ISSUER: is required when AUTH is jwt'],
    [
      keys === undefined && (isProduction || secret === undefined),
      'AUTH_JWKS_URL: is required when AUTH is jwt, or AUTH_JWT_SECRET in development',
    ],
    [
      isProduction && secret !== undefined,
      'AUTH_JWT_SECRET: is for development; whoever verifies with it could forge',
    ],
    [
      !isProduction && keys !== undefined && secret !== undefined,
      'AUTH_JWT_SECRET: cannot be set together with AUTH_JWKS_URL',
    ],
    [
      secret !== undefined && Buffer.byteLength(secret) < SHORTEST_SECRET,
      `AUTH_JWT_SECRET: must have at least ${SHORTEST_SECRET} bytes`,
    ],
    [
      isProduction && isOpenToOthers(keys),
      'AUTH_JWKS_URL: must start with https:// or file:// when NODE_ENV is production',
    ],
  ];
  return wrong.filter(([isWrong]) => isWrong).map(([, problem]) => problem);
}

/** Whether somebody on the way could put keys of their own in. */
const isOpenToOthers = (keys: string | undefined): boolean =>
  keys !== undefined && new URL(keys).protocol === 'http:' && !isLoopback(new URL(keys).hostname);

function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) === 4) return address.startsWith('127.');
  return address === '::1' || address === 'localhost';
}
