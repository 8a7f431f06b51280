import type { PoolClient, QueryConfig } from 'pg';
import { type DataSource, type QueryRunner, QueryRunnerAlreadyReleasedError } from 'typeorm';
import type { Prepared } from './prepared.js';
import type { Queryable } from './tx.js';

/** A statement as the driver takes it. */
export const statementOf = (sql: string | Prepared, parameters: readonly unknown[] = []): QueryConfig => ({
  ...(typeof sql === 'string' ? { text: sql } : sql),
  values: [...parameters],
});

/** Rows whatever the statement: TypeORM alone would wrap those of UPDATE and DELETE in a pair, and give none a name. */
export async function rowsOf<Row>(
  runner: QueryRunner,
  sql: string | Prepared,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  // Its connection may serve somebody else by now.
  if (runner.isReleased) throw new QueryRunnerAlreadyReleasedError();
  const client = (await runner.connect()) as PoolClient;
  const { rows } = await client.query(statementOf(sql, parameters));
  return rows as Row[];
}

/** The database outside a transaction: each statement takes a connection of the pool and gives it back. */
export const statements = (dataSource: DataSource): Queryable => ({
  async query<Row>(sql: string | Prepared, parameters: readonly unknown[] = []): Promise<Row[]> {
    const runner = dataSource.createQueryRunner();
    try {
      return await rowsOf<Row>(runner, sql, parameters);
    } finally {
      await runner.release();
    }
  },
});
