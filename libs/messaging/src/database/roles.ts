import type { QueryRunner } from 'typeorm';

/** The database lacks migrations, and the role of a service may not make them. */
export class NotMigrated extends Error {
  override readonly name = 'NotMigrated';
  readonly problems: readonly string[];

  constructor(role: string) {
    super('the database is not up to date');
    this.problems = [
      `DB_USERNAME: ${role} may not bring the database up to date; run the command migrate as its owner first`,
    ];
  }
}

type Right = 'INSERT' | 'UPDATE' | 'DELETE';

// What a service does not do with the tables that all of them have.
const OF_EVERY_SERVICE: readonly (readonly [table: string, rights: readonly Right[]])[] = [
  ['migrations', ['INSERT', 'UPDATE', 'DELETE']],
  ['operator_actions', ['DELETE']],
];

/**
 * Takes from everybody whom the owner has let in (docker/postgres/roles.sql) what they need not do: ledgers are added to and
 * never rewritten. Changes nothing where the owner is alone, as in development.
 */
export async function sealTables(db: QueryRunner, ledgers: readonly string[]): Promise<void> {
  const sealed = ledgers.map((table) => [table, ['UPDATE', 'DELETE']] as const);
  for (const [table, rights] of [...OF_EVERY_SERVICE, ...sealed]) {
    for (const role of await letIn(db, table))
      await db.query(`REVOKE ${rights.join(', ')} ON ${table} FROM ${role}`);
  }
}

/** The roles besides the owner that may do something with a table, quoted where need be. */
async function letIn(db: QueryRunner, table: string): Promise<string[]> {
  const rows = (await db.query(
    `SELECT DISTINCT grantee::regrole::text AS role FROM pg_class, aclexplode(relacl)
     WHERE oid = to_regclass($1) AND grantee NOT IN (0, relowner)`,
    [table],
  )) as { role: string }[];
  return rows.map(({ role }) => role);
}
