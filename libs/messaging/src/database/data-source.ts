import { DataSource, type MigrationInterface } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';

/** How a service reaches its database. */
export interface DatabaseConfig {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly poolSize: number;
  /** In milliseconds; a statement that takes longer is a fault, not patience. */
  readonly statementTimeoutMs: number;
  /** Shown by PostgreSQL in pg_stat_activity. */
  readonly applicationName: string;
}

// Short, so that a request finds out in time that there is no database; pg's own default is to wait for ever.
const CONNECT_TIMEOUT_MS = 3_000;

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
    applicationName: config.applicationName,
    poolSize: config.poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    // An idle connection that breaks is replaced by the pool; without this handler it would end the process.
    poolErrorHandler: () => undefined,
    extra: { statement_timeout: config.statementTimeoutMs, keepAlive: true },
  };
}

// Any constant will do, as long as every version of every service takes the same.
const MIGRATION_LOCK = 7_281_002;

/** Connects and brings the schema up to date; of several instances that start together, one does it and all wait. */
export async function openDataSource(options: PostgresDataSourceOptions): Promise<DataSource> {
  const dataSource = await new DataSource(options).initialize();
  try {
    await migrate(dataSource);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

async function migrate(dataSource: DataSource): Promise<void> {
  const guard = dataSource.createQueryRunner();
  try {
    // TypeORM takes no lock of its own. A session lock ends with the session, also that of a killed process.
    await guard.query('SET statement_timeout = 0');
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations();
  } finally {
    await guard.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await guard.query('RESET statement_timeout').catch(() => undefined);
    await guard.release();
  }
}
