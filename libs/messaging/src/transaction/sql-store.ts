import { Injectable } from '@nestjs/common';
import { Databases } from '../database/databases.js';
import type { OpenTransaction } from './open-transaction.js';
import { statements } from './queryable.js';
import { SqlTransaction } from './sql-transaction.js';
import { Store } from './store.js';
import type { Queryable } from './tx.js';

/** Transactions on PostgreSQL. */
@Injectable()
export class SqlStore extends Store {
  constructor(private readonly databases: Databases) {
    super();
  }

  async begin(tenant: string): Promise<OpenTransaction> {
    return SqlTransaction.begin(this.databases.of(tenant), tenant);
  }

  reader(tenant: string): Queryable {
    return statements(this.databases.of(tenant));
  }
}
