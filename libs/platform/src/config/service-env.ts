import { z } from 'zod';
import { authEnv } from '../auth/auth-env.js';
import { origins } from '../http/cors.js';
import { limitEnv } from '../limits/limit-env.js';
import { tracingEnv } from '../tracing/tracing-env.js';
import { flag, int, intList, milliseconds, pem, port, secret, urlList } from './variables.js';

const MEBIBYTE = 1024 * 1024;

/** The variables every service reads; a service spreads them into its own schema and adds its own. */
export const serviceEnv = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_PRETTY: flag().default(false),
  BODY_LIMIT_BYTES: int({ min: 1, max: 100 * MEBIBYTE }).default(MEBIBYTE),
  SHUTDOWN_TIMEOUT_MS: milliseconds().default(10_000),

  ...authEnv,
  ...limitEnv,
  ...tracingEnv,
  /** The origins of pages that may ask; none unless given. */
  CORS_ORIGINS: origins().optional(),

  /** How many requests that start work are worked on at once, of other kinds half as many; 0 goes by `DB_POOL_SIZE`. */
  ADMISSION_PLACES: int({ max: 10_000 }).default(0),
  /** How many of each kind wait for a place. */
  ADMISSION_LINE: int({ max: 100_000 }).default(250),
  /** How long each of them waits, at most. */
  ADMISSION_PATIENCE_MS: milliseconds().default(3_000),
  /** Above this delay of the event loop, the last resort, no request is admitted. */
  EVENT_LOOP_DELAY_MAX_MS: milliseconds().default(1_000),

  DB_HOST: z.string(),
  DB_PORT: port().default(5432),
  DB_NAME: z.string(),
  DB_USERNAME: z.string(),
  DB_PASSWORD: secret(),
  DB_POOL_SIZE: int({ min: 1, max: 1000 }).default(10),
  /** How long a connection is waited for, a free one or a new one. */
  DB_CONNECT_TIMEOUT_MS: milliseconds().default(3_000),
  DB_STATEMENT_TIMEOUT_MS: milliseconds().default(15_000),
  /** Whether to speak to the database over TLS only. */
  DB_SSL: flag().default(false),
  /** Who signs the certificate of the database, when the usual authorities do not. */
  DB_SSL_CA: pem().optional(),
  DB_SSL_REJECT_UNAUTHORIZED: flag().default(true),

  RABBITMQ_URL: urlList('amqp', 'amqps'),
  /** Instead of the credentials in the URLs. */
  RABBITMQ_USERNAME: z.string().optional(),
  RABBITMQ_PASSWORD: z.string().optional(),
  /** Who signs the certificates of the broker, when the usual authorities do not. */
  RABBITMQ_CA: pem().optional(),
  /** With `own` a service needs no permission for the queues of the others, and waits until they are there. */
  RABBITMQ_DECLARES: z.enum(['all', 'own']).default('all'),
  RABBITMQ_PREFIX: z
    .string()
    .regex(/^[\w.-]{0,100}$/, 'must be at most 100 letters, digits, dots, dashes or underscores')
    .default(''),
  RABBITMQ_PREFETCH: int({ min: 1, max: 65_535 }).default(200),
  OUTBOX_EVENTS_PER_MESSAGE: int({ min: 1, max: 100 }).default(25),
  RETRY_DELAYS_MS: intList({ min: 1, max: 86_400_000 }).default([1000, 5000, 25_000]),
  INCIDENT_RETENTION_DAYS: int({ min: 0, max: 36_500 }).default(30),
};

const serviceSchema = z.object(serviceEnv);

/** What every service knows of its environment once `loadConfig` has read it. */
export type ServiceConfig = z.output<typeof serviceSchema>;
