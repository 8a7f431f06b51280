import { z } from 'zod';
import { int, url } from '../config/variables.js';

/** The variables that say how it is found out who asks. */
export const authEnv = {
  /** `jwt`, or `off`: taken on trust. Unless given, off in development and test, which `authSettingsOf` bounds. */
  AUTH: z.enum(['off', 'jwt']).optional(),
  /** Where the public keys of the issuer are. */
  AUTH_JWKS_URL: url('https', 'http', 'file').optional(),
  /** Instead of keys, in development. */
  AUTH_JWT_SECRET: z.string().optional(),
  AUTH_ISSUER: z.string().optional(),
  AUTH_AUDIENCE: z.string().default('waybill'),
  AUTH_CLOCK_TOLERANCE_S: int({ max: 300 }).default(5),
  /** The claims that say in which role, and which customer; a dot leads into an object. */
  AUTH_ROLE_CLAIM: z.string().default('role'),
  AUTH_CUSTOMER_CLAIM: z.string().default('sub'),
  API_KEYS_FILE: z.string().optional(),
};
