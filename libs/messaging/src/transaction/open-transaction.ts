import type { EventDraft } from '@app/contracts';
import type { Inbox } from '../ordering/inbox.js';
import type { OutboxRow } from '../outbox/outbox.js';
import type { Prepared } from './prepared.js';
import type { PipelineTx } from './tx.js';

/** One transaction, collecting what is to be announced with its commit. Where it stores things is its subclass's. */
export abstract class OpenTransaction implements PipelineTx {
  readonly published: EventDraft[] = [];
  readonly forwarded: OutboxRow[] = [];
  readonly hints: (() => void)[] = [];
  readonly hintsIfUndone: (() => void)[] = [];
  abstract readonly inbox: Inbox;

  constructor(readonly tenant: string) {}

  publish(...drafts: readonly EventDraft[]): void {
    this.published.push(...drafts);
  }

  forward(...rows: readonly OutboxRow[]): void {
    this.forwarded.push(...rows);
  }

  afterCommit(hint: () => void): void {
    this.hints.push(hint);
  }

  ifUndone(hint: () => void): void {
    this.hintsIfUndone.push(hint);
  }

  abstract query<Row>(sql: string | Prepared, parameters?: readonly unknown[]): Promise<Row[]>;

  abstract write(sql: string | Prepared, parameters?: readonly unknown[]): void;

  /**
   * Stores rows in the outbox, at the latest with the commit. `leased` ones belong from birth to the relay of this process, which has
   * them in memory.
   */
  abstract append(rows: readonly OutboxRow[], leased: boolean): Promise<void>;

  abstract commit(): Promise<void>;

  /** Whether the connection was still there to roll back on. */
  abstract rollBack(): Promise<boolean>;

  abstract release(): Promise<void>;
}
