import { type ServiceConfig, systemClock } from '@app/platform';
import type { Pool } from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { asDatabaseFailure, DependencyUnavailable } from './failures.js';
import { NotMigrated, sealTables } from './roles.js';
import { endSilentConnections } from './silent-connections.js';

/** How a service reaches its database. */
export interface DatabaseConfig {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly poolSize: number;
  /** In milliseconds; short, so that a request finds out in time that there is no connection to be had. */
  readonly connectTimeoutMs: number;
  /** In milliseconds; a statement that takes longer is a fault, not patience. */
  readonly statementTimeoutMs: number;
  /** How to make sure of the database, when it is spoken to over TLS. */
  readonly ssl?: { readonly ca?: string | undefined; readonly rejectUnauthorized: boolean } | undefined;
  /** Shown by PostgreSQL in pg_stat_activity. */
  readonly applicationName: string;
}

/** The database that a service's environment names. */
export const databaseOf = (config: ServiceConfig, applicationName: string): DatabaseConfig => ({
  host: config.DB_HOST,
  port: config.DB_PORT,
  database: config.DB_NAME,
  username: config.DB_USERNAME,
  password: config.DB_PASSWORD,
  poolSize: config.DB_POOL_SIZE,
  connectTimeoutMs: config.DB_CONNECT_TIMEOUT_MS,
  statementTimeoutMs: config.DB_STATEMENT_TIMEOUT_MS,
  ssl: config.DB_SSL
    ? { ca: config.DB_SSL_CA, rejectUnauthorized: config.DB_SSL_REJECT_UNAUTHORIZED }
    : undefined,
  applicationName,
});

const KEEP_ALIVE_MS = 10_000;
// How much later than the server's own time limit its answer may arrive.
const ANSWER_TRAVELS_MS = 2_000;

/** TypeORM's options for a service: a bounded pool and migrations, never `synchronize`. */
export function dataSourceOptions(
  config: DatabaseConfig,
  migrations: readonly (new () => MigrationInterface)[],
): PostgresDataSourceOptions {
  return {
    type: 'postgres',
    host: config.host,
    port: config.port,
    database: config.database,
    username: config.username,
    password: config.password,
    ssl: tlsOf(config),
    applicationName: config.applicationName,
    poolSize: config.poolSize,
    connectTimeoutMS: config.connectTimeoutMs,
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    // An idle connection that breaks is replaced by the pool; without this handler it would end the process.
    poolErrorHandler: () => undefined,
    // Half: a process that stands still in a transaction loses its locks before those who wait for them lose patience.
    extra: {
      statement_timeout: config.statementTimeoutMs,
      idle_in_transaction_session_timeout: Math.ceil(config.statementTimeoutMs / 2),
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    },
  };
}

// The driver tells TLS the name of the host only if it is one, and an address has to be in the certificate too.
const tlsOf = ({ ssl, host }: DatabaseConfig) => ssl && { ...ssl, host };

// Any constant will do, as long as every version of every service takes the same.
const MIGRATION_LOCK = 7_281_002;

/** Brings the schema up to date and connects; of several instances that start together, one does it and all wait. */
export async function openDataSource(options: PostgresDataSourceOptions): Promise<DataSource> {
  await migrate(options);
  // crash point migrations-done: the schema is up to date, and the service has no connection yet
  const dataSource = await new DataSource(options).initialize();
  const { master: pool } = dataSource.driver as DataSource['driver'] & { readonly master: Pool };
  bearLostConnections(pool);
  const { statement_timeout: limitMs } = options.extra as { statement_timeout: number };
  endSilentConnections(pool, limitMs + ANSWER_TRAVELS_MS);
  return dataSource;
}

/**
 * A connection that is ended in the very packet that says it is open breaks before TypeORM listens to it; an error that
 * nobody listens to would end the process. What was to run on it fails all the same.
 */
function bearLostConnections(pool: Pool): void {
  pool.on('connect', (client) => client.on('error', () => undefined));
}

/** What the owner of a database makes of it. */
interface Schema {
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** The tables that nobody but the owner may change or delete anything in. */
  readonly ledgers?: readonly string[];
}

// A database that has just come up refuses or loses a connection now and then, and a job is run once.
const PATIENCE_MS = 30_000;
const TRY_AGAIN_MS = 1_000;

/**
 * Brings the schema of the database that an environment names up to date, seals its ledgers, and does nothing else. While the
 * database is out of reach it tries again, for half a minute; what is done already is not done twice.
 */
export async function migrateDatabase(
  config: ServiceConfig,
  applicationName: string,
  { migrations, ledgers = [] }: Schema,
): Promise<void> {
  const options = dataSourceOptions(databaseOf(config, applicationName), migrations);
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await migrate(options, (db) => sealTables(db, ledgers));
    } catch (error) {
      const isAway = asDatabaseFailure(error) instanceof DependencyUnavailable;
      if (!isAway || performance.now() > giveUpAt) throw error;
      await systemClock.sleep(TRY_AGAIN_MS);
    }
  }
}

/** On connections of its own: a migration may take longer than a statement of the service ever should. */
async function migrate(
  options: PostgresDataSourceOptions,
  andThen = (_db: QueryRunner): Promise<void> => Promise.resolve(),
): Promise<void> {
  const dataSource = await new DataSource({ ...options, poolSize: 2, extra: {} }).initialize();
  try {
    // TypeORM takes no lock itself. A lock of the session ends with the session, also that of a killed process.
    const guard = dataSource.createQueryRunner();
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    // crash point migrations-locked: the turn to migrate is taken, and no migration has begun
    await assertMigrated(dataSource, guard);
    await dataSource.runMigrations();
    await andThen(guard);
    await guard.release();
  } finally {
    await dataSource.destroy();
  }
}

/** A role that may not change the schema should hear what is to be done, and not which statement it may not run. */
async function assertMigrated(dataSource: DataSource, guard: QueryRunner): Promise<void> {
  const [role] = (await guard.query(
    `SELECT current_user AS name, has_schema_privilege(current_schema(), 'CREATE') AS changes,
            to_regclass('migrations') IS NULL AS "isEmpty"`,
  )) as { name: string; changes: boolean; isEmpty: boolean }[];
  if (!role || role.changes) return;
  if (role.isEmpty || (await dataSource.showMigrations())) throw new NotMigrated(role.name);
}
