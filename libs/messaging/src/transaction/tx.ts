import type { EventDraft } from '@app/contracts';
import type { Inbox } from '../ordering/inbox.js';
import type { OutboxRow } from '../outbox/outbox.js';
import type { Prepared } from './prepared.js';

/** Somewhere to run SQL. Parameters are `$1`, `$2`, …; `bigint` and `numeric` come back as strings. */
export interface Queryable {
  query<Row = Record<string, unknown>>(
    sql: string | Prepared,
    parameters?: readonly unknown[],
  ): Promise<Row[]>;
}

/** An open transaction on the database of one tenant. What is published in it becomes true with its commit. */
export interface Tx extends Queryable {
  readonly tenant: string;
  /** Runs a statement whose rows nobody waits for, in its turn: before the next that is asked, at the latest with the commit. If it fails, so does that. */
  write(sql: string | Prepared, parameters?: readonly unknown[]): void;
  /** Announces events. They are stored with the transaction's own rows: a crash leaves both or neither. */
  publish(...drafts: readonly EventDraft[]): void;
  /** A hint to run once the commit is certain, such as waking a loop. It may be lost in a crash and must not throw. */
  afterCommit(hint: () => void): void;
  /** A hint to run instead when it has not committed, or nobody knows whether it has. It must not throw either. */
  ifUndone(hint: () => void): void;
}

/** A transaction of the pipeline itself, which also keeps the inbox and passes on what already is an event. */
export interface PipelineTx extends Tx {
  readonly inbox: Inbox;
  forward(...rows: readonly OutboxRow[]): void;
}
