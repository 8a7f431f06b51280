import { z } from 'zod';
import { ConfigError } from '../config/config-error.js';
import { loadConfig } from '../config/load-config.js';
import { serviceEnv } from '../config/service-env.js';
import { authEnv } from './auth-env.js';
import { authSettingsOf } from './auth-settings.js';

const { NODE_ENV, HOST } = serviceEnv;
const schema = z.object({ NODE_ENV, HOST, ...authEnv });
const settings = (env: Record<string, string>) => authSettingsOf(loadConfig(schema, env));

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    settings(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const SECRET = 'x'.repeat(32);
const development = { NODE_ENV: 'development' };
const production = { NODE_ENV: 'production', HOST: '0.0.0.0', AUTH_ISSUER: 'https://id.example' };

describe('authentication', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('may be off in development at %s', (HOST_) => {
    expect(settings({ ...development, HOST: HOST_ })).toEqual({ mode: 'off' });
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', 'localhost.example', '127.0.0.1.example', 'host'])(
    'cannot be off at %s',
    (HOST_) => {
      expect(problemsOf({ ...development, HOST: HOST_ })).toEqual([
        'AUTH: can be off only when HOST is a loopback address',
      ]);
    },
  );

  it('cannot be off in production', () => {
    expect(problemsOf({ AUTH: 'off' })).toEqual(['AUTH: must not be off when NODE_ENV is production']);
    expect(problemsOf({ ...production, AUTH: 'off' })).toHaveLength(2);
  });

  it('is on in production unless it is said, and wants to know whom to believe', () => {
    expect(problemsOf({})).toEqual([
      'AUTH_ISSUER: is required when AUTH is jwt',
      'AUTH_JWKS_URL: is required when AUTH is jwt, or AUTH_JWT_SECRET in development',
    ]);
  });

  it('takes a shared secret in development, and never in production', () => {
    const env = { AUTH: 'jwt', AUTH_ISSUER: 'us', AUTH_JWT_SECRET: SECRET };
    expect(settings({ ...development, ...env })).toMatchObject({ keys: { kind: 'secret' } });
    expect(problemsOf({ ...production, ...env }).join()).toMatch(
      /AUTH_JWKS_URL.*AUTH_JWT_SECRET: is for dev/,
    );
    expect(problemsOf({ ...development, ...env, AUTH_JWT_SECRET: 'short' })).toEqual([
      'AUTH_JWT_SECRET: must have at least 32 bytes',
    ]);
  });

  it.each([
    ['https://id.example/jwks', 0],
    ['file:///run/secrets/jwks.json', 0],
    ['http://127.0.0.1:8080/jwks', 0],
    ['http://id.example/jwks', 1],
  ])('takes keys from %s in production: %i problems', (AUTH_JWKS_URL, problems) => {
    expect(problemsOf({ ...production, AUTH_JWKS_URL })).toHaveLength(problems);
  });

  it('never repeats a secret', () => {
    expect(problemsOf({ ...production, AUTH_JWT_SECRET: 'hunter2' }).join()).not.toContain('hunter2');
  });
});
