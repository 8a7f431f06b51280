import { z } from 'zod';
import { authEnv } from '../auth/auth-env.js';
import { origins } from '../http/cors.js';
import { limitEnv } from '../limits/limit-env.js';
import { tracingEnv } from '../tracing/tracing-env.js';
import { brokerEnv } from './broker-env.js';
import { databaseEnv } from './database-env.js';
import { flag, int, milliseconds, port, topic } from './variables.js';

const MEBIBYTE = 1024 * 1024;

const processEnv = topic('The process', {
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('production')
    .describe(
      'Where it runs. In `development` and `test` secrets may be left out, and nobody is asked who they are unless `AUTH` says so.',
    ),
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('The address to listen at; `0.0.0.0` for all, which wants `AUTH=jwt`.'),
  PORT: port().describe('The port to listen at; 0 for a free one.'),
  SHUTDOWN_TIMEOUT_MS: milliseconds()
    .default(10_000)
    .describe(
      'How long a stop may take to finish what was begun. Give whoever stops the process a little more.',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('The least that is logged.'),
  LOG_PRETTY: flag()
    .default(false)
    .describe('Whether lines of the log are for people and not JSON; in development.'),
});

const requestEnv = topic('Requests', {
  BODY_LIMIT_BYTES: int({ min: 1, max: 100 * MEBIBYTE })
    .default(MEBIBYTE)
    .describe('The longest body of a request.'),
  CORS_ORIGINS: origins()
    .optional()
    .describe('The origins of pages that may ask, such as `https://shop.example`. Not set: none.'),
  ADMISSION_PLACES: int({ max: 10_000 })
    .default(0)
    .describe(
      'How many requests that start work are worked on at once; 0 for ten times `DB_POOL_SIZE`. Of other kinds there are half of `DB_POOL_SIZE`, and a quarter of uploads.',
    ),
  ADMISSION_LINE: int({ max: 100_000 })
    .default(250)
    .describe('How many requests of each kind wait for a place; the others are `overloaded`.'),
  ADMISSION_PATIENCE_MS: milliseconds()
    .default(3_000)
    .describe('How long each of them waits, at most; a thirtieth of it in a line that does not end.'),
  EVENT_LOOP_DELAY_MAX_MS: milliseconds()
    .default(1_000)
    .describe('Above this delay of the event loop, the last resort, no request is admitted.'),
});

/** The variables every service reads; a service spreads them into its own schema and adds its own. */
export const serviceEnv = {
  ...processEnv,
  ...requestEnv,
  ...authEnv,
  ...limitEnv,
  ...databaseEnv,
  ...brokerEnv,
  ...tracingEnv,
};

const serviceSchema = z.object(serviceEnv);

/** What every service knows of its environment once `loadConfig` has read it. */
export type ServiceConfig = z.output<typeof serviceSchema>;
