import { newId } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { Transactions } from '../transaction/transactions.js';
import type { Queryable } from '../transaction/tx.js';

/** What is about to be done, by whom and why. */
export interface Intention {
  readonly action: 'replay' | 'discard' | 'force';
  /** `*` for all queues of the service. */
  readonly queue: string;
  readonly selection: Readonly<Record<string, unknown>>;
  readonly who: string;
  readonly why: string;
}

/** Something that an operator did, or is doing. */
export interface OperatorAction extends Intention {
  readonly id: string;
  readonly startedAt: Date;
  /** Absent while it is under way, and for ever when its process died in the middle. */
  readonly finishedAt: Date | null;
  /** How far it has come. */
  readonly outcome: Readonly<Record<string, unknown>> | null;
}

const COLUMNS = `id, action, queue, selection, who, why,
  started_at AS "startedAt", finished_at AS "finishedAt", outcome`;

/** The record of what operators did: written before anything moves, completed afterwards. */
@Injectable()
export class OperatorActions {
  constructor(private readonly transactions: Transactions) {}

  begin(tenant: string, intention: Intention): Promise<OperatorAction> {
    return begin(this.transactions.reader(tenant), intention);
  }

  /** Says how far an action has come. */
  async progress(tenant: string, id: string, outcome: object): Promise<void> {
    const db = this.transactions.reader(tenant);
    await db.query('UPDATE operator_actions SET outcome = $2 WHERE id = $1', [id, JSON.stringify(outcome)]);
  }

  async finish(tenant: string, id: string, outcome: object): Promise<void> {
    await finish(this.transactions.reader(tenant), id, outcome);
  }

  async find(tenant: string, id: string): Promise<OperatorAction | undefined> {
    const db = this.transactions.reader(tenant);
    const [row] = await db.query<OperatorAction>(`SELECT ${COLUMNS} FROM operator_actions WHERE id = $1`, [
      id,
    ]);
    return row;
  }

  /** The latest first, after the given one if there is one. */
  list(tenant: string, limit: number, after: string | undefined): Promise<OperatorAction[]> {
    return this.transactions
      .reader(tenant)
      .query<OperatorAction>(
        `SELECT ${COLUMNS} FROM operator_actions WHERE $2::uuid IS NULL OR id < $2 ORDER BY id DESC LIMIT $1`,
        [limit, after ?? null],
      );
  }
}

/** Puts an action on record, as begun. */
export async function begin(db: Queryable, intention: Intention): Promise<OperatorAction> {
  const { action, queue, selection, who, why } = intention;
  const rows = await db.query<OperatorAction>(
    `INSERT INTO operator_actions (id, action, queue, selection, who, why)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
    [newId(), action, queue, JSON.stringify(selection), who, why],
  );
  return rows[0] as OperatorAction;
}

/** Completes the record of an action. */
export async function finish(db: Queryable, id: string, outcome: object): Promise<OperatorAction> {
  const rows = await db.query<OperatorAction>(
    `UPDATE operator_actions SET finished_at = now(), outcome = $2 WHERE id = $1 RETURNING ${COLUMNS}`,
    [id, JSON.stringify(outcome)],
  );
  return rows[0] as OperatorAction;
}
