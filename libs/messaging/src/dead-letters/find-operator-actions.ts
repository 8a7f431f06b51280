import { assertAdmin, type Caller, type Page } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { OperatorActionNotFound } from './dead-letters.errors.js';
import { type OperatorAction, OperatorActions } from './operator-actions.js';

/** Looks at what operators did. */
@Injectable()
export class FindOperatorActions {
  constructor(private readonly actions: OperatorActions) {}

  /** @throws {AdminOnly} @throws {OperatorActionNotFound} */
  async one(caller: Caller, id: string): Promise<OperatorAction> {
    assertAdmin(caller);
    const action = await this.actions.find(caller.tenant, id);
    if (!action) throw new OperatorActionNotFound();
    return action;
  }

  /** The latest first; `next` is the id after which to go on. @throws {AdminOnly} */
  async list(caller: Caller, limit: number, after: string | undefined): Promise<Page<OperatorAction>> {
    assertAdmin(caller);
    const rows = await this.actions.list(caller.tenant, limit + 1, after);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, ...(rows.length > limit && last ? { next: last.id } : {}) };
  }
}
