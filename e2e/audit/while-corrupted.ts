import type { TestDatabase } from '@app/testing';
import { randomUUID } from 'node:crypto';

/** Does something to a table that nothing stops, and puts the table back as it was after the work. */
export async function whileCorrupted<T>(
  database: TestDatabase,
  table: string,
  corruption: string,
  work: () => Promise<T>,
): Promise<T> {
  const saved = `saved_${randomUUID().replaceAll('-', '')}`;
  const [row] = await database.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns
     WHERE table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  );
  await database.query(`SET session_replication_role = 'replica'`);
  await database.query(`CREATE TABLE ${saved} AS SELECT ${row?.columns} FROM ${table}`);
  try {
    await database.query(corruption);
    return await work();
  } finally {
    await database.query(`DELETE FROM ${table}`);
    await database.query(
      `INSERT INTO ${table} (${row?.columns}) OVERRIDING SYSTEM VALUE SELECT ${row?.columns} FROM ${saved}`,
    );
    await database.query(`DROP TABLE ${saved}`);
    await database.query(`SET session_replication_role = 'origin'`);
  }
}
