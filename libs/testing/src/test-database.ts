import { type DatabaseConfig, dataSourceOptions, openDataSource } from '@app/messaging';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { DataSource, MigrationInterface } from 'typeorm';
import { testServers } from './servers.js';

/** A database of one spec's own. */
export interface TestDatabase {
  readonly config: DatabaseConfig;
  /** What tells a service of this database. */
  readonly environment: Readonly<Record<string, string>>;
  /** Rows of a statement, on a connection of the test's own. */
  query<Row = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Connects as a service would, and migrates. */
  open(): Promise<DataSource>;
  drop(): Promise<void>;
}

/** Creates an empty database under a random name; `open` brings it to the given migrations. */
export async function createTestDatabase(
  migrations: readonly (new () => MigrationInterface)[],
): Promise<TestDatabase> {
  const { postgresUrl, databasePrefix } = testServers();
  const name = `${databasePrefix}spec_${randomBytes(6).toString('hex')}`;
  await maintain(postgresUrl, `CREATE DATABASE ${name}`);
  const config = configOf(postgresUrl, name);
  const client = new Client({ ...config, user: config.username });
  client.on('error', () => undefined); // a spec may have ended every connection to the database
  await client.connect();
  let last: Promise<unknown> = Promise.resolve();
  return {
    config,
    environment: {
      DB_HOST: config.host,
      DB_PORT: String(config.port),
      DB_NAME: config.database,
      DB_USERNAME: config.username,
      DB_PASSWORD: config.password,
      DB_POOL_SIZE: String(config.poolSize),
      DB_CONNECT_TIMEOUT_MS: String(config.connectTimeoutMs),
      DB_STATEMENT_TIMEOUT_MS: String(config.statementTimeoutMs),
    },
    query: async <Row>(sql: string, parameters: readonly unknown[] = []) => {
      const before = last.catch(() => undefined);
      const answer = before.then(() => client.query(sql, [...parameters]));
      last = answer;
      return (await answer).rows as Row[];
    },
    open: () => openDataSource(dataSourceOptions(config, migrations)),
    drop: async () => {
      await client.end().catch(() => undefined);
      await maintain(postgresUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function maintain(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

// A slow machine is late, and no server is away.
const PATIENCE = { connectTimeoutMs: 30_000, statementTimeoutMs: 60_000 };

function configOf(url: string, database: string): DatabaseConfig {
  const { hostname, port, username, password } = new URL(url);
  return {
    host: hostname,
    port: Number(port || 5432),
    database,
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    poolSize: 5,
    ...PATIENCE,
    applicationName: 'waybill-test',
  };
}
