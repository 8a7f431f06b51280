import type { EventDraft } from '@app/contracts';
import type { QueryRunner } from 'typeorm';
import type { OutboxRow } from '../outbox/outbox.js';
import { rowsOf } from './queryable.js';
import type { PipelineTx } from './tx.js';

/** One transaction on one connection of the pool, collecting what is to be announced with its commit. */
export class OpenTransaction implements PipelineTx {
  readonly published: EventDraft[] = [];
  readonly forwarded: OutboxRow[] = [];
  readonly hints: (() => void)[] = [];

  constructor(
    private readonly runner: QueryRunner,
    readonly tenant: string,
  ) {}

  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
    return rowsOf<Row>(this.runner, sql, parameters);
  }

  publish(...drafts: readonly EventDraft[]): void {
    this.published.push(...drafts);
  }

  forward(...rows: readonly OutboxRow[]): void {
    this.forwarded.push(...rows);
  }

  afterCommit(hint: () => void): void {
    this.hints.push(hint);
  }

  async commit(): Promise<void> {
    await this.runner.commitTransaction();
  }

  /** Whether the connection was still there to roll back on. */
  async rollBack(): Promise<boolean> {
    try {
      await this.runner.rollbackTransaction();
      return true;
    } catch {
      return false;
    }
  }

  async release(): Promise<void> {
    await this.runner.release();
  }
}
