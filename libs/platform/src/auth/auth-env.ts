import { z } from 'zod';
import { confidential, int, topic, url } from '../config/variables.js';

/** The variables that say how it is found out who asks. */
export const authEnv = topic('Who asks', {
  AUTH: z
    .enum(['off', 'jwt'])
    .optional()
    .describe(
      'Whether tokens are asked for, or whoever asks is believed. Not set: `off` where `NODE_ENV` is `development` or `test`, ' +
        'else `jwt`. `off` is refused in production, and where `HOST` is not a loopback address.',
    ),
  AUTH_ISSUER: z.string().optional().describe('What `iss` of a token has to be. Required with `AUTH=jwt`.'),
  AUTH_JWKS_URL: url('https', 'http', 'file')
    .optional()
    .describe(
      'Where the public keys of the issuer are. Required with `AUTH=jwt`; `http:` in production only of this machine.',
    ),
  AUTH_JWT_SECRET: confidential(z.string()).describe(
    'Instead of keys, in development: HS256, at least 32 bytes. Refused in production.',
  ),
  AUTH_AUDIENCE: z.string().default('waybill').describe('What `aud` of a token has to name.'),
  AUTH_CLOCK_TOLERANCE_S: int({ max: 300 })
    .default(5)
    .describe('How far our clock and that of the issuer may differ.'),
  AUTH_ROLE_CLAIM: z
    .string()
    .default('role')
    .describe(
      'The claim with the role, a text or a list; of several the mightiest counts. A dot leads into an object: `realm_access.roles`.',
    ),
  AUTH_CUSTOMER_CLAIM: z.string().default('sub').describe('The claim with the UUID of a customer.'),
  API_KEYS_FILE: z
    .string()
    .optional()
    .describe(
      'A path: the keys of storefronts and services, as `npm run api-keys` writes them. Not set: there are none.',
    ),
});
