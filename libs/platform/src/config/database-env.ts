import { z } from 'zod';
import { flag, int, milliseconds, pem, port, secret, topic } from './variables.js';

/** The variables that say which database is the service's own, and how it is used. */
export const databaseEnv = topic('The database', {
  DB_HOST: z.string().describe('Where PostgreSQL is.'),
  DB_PORT: port().default(5432).describe('Its port.'),
  DB_NAME: z
    .string()
    .describe('The database of the service: `order_db`, `inventory_db` or `notification_db`.'),
  DB_USERNAME: z.string().describe('Who owns it.'),
  DB_PASSWORD: secret().describe('Their password. Has to be set in production, though it may be empty.'),
  DB_POOL_SIZE: int({ min: 1, max: 1000 })
    .default(10)
    .describe('The most connections that one process holds.'),
  DB_CONNECT_TIMEOUT_MS: milliseconds()
    .default(3_000)
    .describe(
      'How long a connection is waited for, a free one or a new one; after that the database is away.',
    ),
  DB_STATEMENT_TIMEOUT_MS: milliseconds()
    .default(15_000)
    .describe('How long a statement may take. A transaction that does nothing is ended after half of it.'),
  DB_SSL: flag().default(false).describe('Whether to speak to the database over TLS only.'),
  DB_SSL_CA: pem()
    .optional()
    .describe('Who signs the certificate of the database. Not set: the usual authorities.'),
  DB_SSL_REJECT_UNAUTHORIZED: flag()
    .default(true)
    .describe('`false` takes any certificate, which keeps nobody out who is in the middle.'),
});
