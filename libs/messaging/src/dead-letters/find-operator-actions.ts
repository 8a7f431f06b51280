import { assertAdmin, type Caller, type Page, pageOf } from '@app/platform';
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

  /** The latest first. @throws {AdminOnly} */
  async list(caller: Caller, limit: number, after: string | undefined): Promise<Page<OperatorAction>> {
    assertAdmin(caller);
    return pageOf(await this.actions.list(caller.tenant, limit + 1, after), limit, ({ id }) => [id]);
  }
}
