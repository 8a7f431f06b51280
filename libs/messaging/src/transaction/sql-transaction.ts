import type { PoolClient, QueryConfig } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { DependencyUnavailable } from '../database/failures.js';
import { SqlInbox } from '../ordering/sql-inbox.js';
import type { OutboxRow } from '../outbox/outbox.js';
import { append } from '../outbox/sql-outbox.js';
import { OpenTransaction } from './open-transaction.js';
import { prepared, type Prepared } from './prepared.js';
import { statementOf } from './queryable.js';
import { type Rows, roundTrip } from './round-trip.js';

const BEGIN = prepared('BEGIN');
const COMMIT = prepared('COMMIT');

/**
 * A transaction on one connection of the pool. What it writes travels with the statement behind it, `BEGIN` with the
 * first and `COMMIT` with the last, so it takes as many round trips as there are answers that somebody waits for.
 */
export class SqlTransaction extends OpenTransaction {
  readonly inbox = new SqlInbox(this);
  private unsent: QueryConfig[] = [statementOf(BEGIN)];
  private isBegun = false;
  /** What was sent last. */
  private sent: Promise<unknown> = Promise.resolve();
  /** What is going to be sent. */
  private trip: Promise<Rows[]> | undefined;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly client: PoolClient,
    tenant: string,
  ) {
    super(tenant);
  }

  /** Rejects with `DependencyUnavailable` when there is no connection to be had. */
  static async begin(dataSource: DataSource, tenant: string): Promise<SqlTransaction> {
    const runner = dataSource.createQueryRunner();
    try {
      return new SqlTransaction(runner, (await runner.connect()) as PoolClient, tenant);
    } catch (error) {
      await runner.release();
      throw new DependencyUnavailable('database', { cause: error });
    }
  }

  async query<Row>(sql: string | Prepared, parameters: readonly unknown[] = []): Promise<Row[]> {
    const place = this.unsent.push(statementOf(sql, parameters)) - 1;
    const rows = await this.send();
    return rows[place] as Row[];
  }

  write(sql: string | Prepared, parameters: readonly unknown[] = []): void {
    this.unsent.push(statementOf(sql, parameters));
  }

  append(rows: readonly OutboxRow[], leased: boolean): Promise<void> {
    append(this, rows, leased);
    return Promise.resolve();
  }

  async commit(): Promise<void> {
    const isNeeded = this.isBegun || this.unsent.length > 1;
    if (isNeeded) await this.query(COMMIT);
  }

  async rollBack(): Promise<boolean> {
    try {
      if (this.isBegun) await this.client.query('ROLLBACK');
      return true;
    } catch {
      return false;
    }
  }

  release(): Promise<void> {
    return this.runner.release();
  }

  /** Sends all that is to be sent by then, once what was sent before has been answered; nothing behind a failure. */
  private send(): Promise<Rows[]> {
    this.trip ??= this.sent.then(() => {
      const statements = this.unsent;
      [this.unsent, this.trip, this.isBegun] = [[], undefined, true];
      const trip = roundTrip(this.client, statements);
      this.sent = trip;
      return trip;
    });
    return this.trip;
  }
}
