import type { OpenTransaction } from './open-transaction.js';
import type { Queryable } from './tx.js';

/** Where transactions are opened: the databases in production, tables in memory in the simulation. */
export abstract class Store {
  /** Rejects with `DependencyUnavailable`, or `UnknownTenant`. */
  abstract begin(tenant: string): Promise<OpenTransaction>;

  /** The tenant's database outside a transaction: each statement sees what is committed when it starts. */
  abstract reader(tenant: string): Queryable;
}
