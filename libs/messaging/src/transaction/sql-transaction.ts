import type { DataSource, QueryRunner } from 'typeorm';
import { DependencyUnavailable } from '../database/failures.js';
import { SqlInbox } from '../ordering/sql-inbox.js';
import type { OutboxRow } from '../outbox/outbox.js';
import { append } from '../outbox/sql-outbox.js';
import { OpenTransaction } from './open-transaction.js';
import type { Prepared } from './prepared.js';
import { rowsOf } from './queryable.js';

/** A transaction on one connection of the pool. */
export class SqlTransaction extends OpenTransaction {
  readonly inbox = new SqlInbox(this);

  private constructor(
    private readonly runner: QueryRunner,
    tenant: string,
  ) {
    super(tenant);
  }

  /** Rejects with `DependencyUnavailable` when there is no connection to be had. */
  static async begin(dataSource: DataSource, tenant: string): Promise<SqlTransaction> {
    const runner = dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      return new SqlTransaction(runner, tenant);
    } catch (error) {
      await runner.release();
      throw new DependencyUnavailable('database', { cause: error });
    }
  }

  query<Row>(sql: string | Prepared, parameters?: readonly unknown[]): Promise<Row[]> {
    return rowsOf<Row>(this.runner, sql, parameters);
  }

  append(rows: readonly OutboxRow[], leased: boolean): Promise<void> {
    return append(this, rows, leased);
  }

  commit(): Promise<void> {
    return this.runner.commitTransaction();
  }

  async rollBack(): Promise<boolean> {
    try {
      await this.runner.rollbackTransaction();
      return true;
    } catch {
      return false;
    }
  }

  release(): Promise<void> {
    return this.runner.release();
  }
}
