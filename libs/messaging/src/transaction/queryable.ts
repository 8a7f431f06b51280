import type { DataSource, QueryRunner } from 'typeorm';
import type { Queryable } from './tx.js';

/** Rows whatever the statement: TypeORM alone would wrap those of UPDATE and DELETE in a pair. */
export async function rowsOf<Row>(
  runner: QueryRunner,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const { records } = await runner.query(sql, [...parameters], true);
  return (records ?? []) as Row[];
}

/** The database outside a transaction: each statement takes a connection of the pool and gives it back. */
export const statements = (dataSource: DataSource): Queryable => ({
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const runner = dataSource.createQueryRunner();
    try {
      return await rowsOf<Row>(runner, sql, parameters);
    } finally {
      await runner.release();
    }
  },
});
