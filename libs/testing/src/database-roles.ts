import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestDatabase } from './test-database.js';

/** Somebody who may log in to a database. */
interface Account {
  readonly username: string;
  readonly password: string;
}

const ROLES = ['owner', 'service', 'auditor'] as const;

/** The roles of a service's database, as docker/postgres/roles.sql makes them. */
export type DatabaseRoles = Readonly<Record<(typeof ROLES)[number], Account>> & {
  /** Once the database has been dropped, for they own what is in it. */
  drop(): Promise<void>;
};

/** Makes the roles of a database; a second time, it sets new passwords. */
export async function makeDatabaseRoles({ config }: TestDatabase): Promise<DatabaseRoles> {
  const account = (role: string): Account => ({
    username: `${config.database}_${role}`,
    password: randomBytes(12).toString('base64url'),
  });
  const roles = { owner: account('owner'), service: account('service'), auditor: account('auditor') };
  const settings = ROLES.flatMap((role) => [
    `-c waybill.${role}=${roles[role].username}`,
    `-c waybill.${role}_password=${roles[role].password}`,
  ]);
  const superuser = { ...config, user: config.username };
  const sql = await readFile(join('docker', 'postgres', 'roles.sql'), 'utf8');
  await run({ ...superuser, options: settings.join(' ') }, sql);
  const names = ROLES.map((role) => roles[role].username).join(', ');
  return {
    ...roles,
    drop: async () => void (await run({ ...superuser, database: 'postgres' }, `DROP ROLE ${names}`)),
  };
}

/** The rows of a statement that somebody runs on a database. */
export async function queryAs<Row = Record<string, unknown>>(
  { config }: TestDatabase,
  { username: user, password }: Account,
  sql: string,
): Promise<Row[]> {
  return run<Row>({ ...config, user, password }, sql);
}

async function run<Row>(options: ConstructorParameters<typeof Client>[0], sql: string): Promise<Row[]> {
  const client = new Client(options);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}
