import type { Chores } from '@app/platform';
import { statements } from '../transaction/queryable.js';
import type { Databases } from './databases.js';

const EVERY_MS = 10 * 60_000;
const KEYS_KEPT_DAYS = 1;
// In pieces, so that no transaction holds many locks for long; the rest goes next time.
const AT_ONCE = 10_000;

/** Forgets idempotency keys a day after their use, and incidents so many days after they last happened. */
export class Retention {
  constructor(
    private readonly databases: Databases,
    /** 0 keeps them for ever. */
    private readonly incidentsKeptDays: number,
    chores: Chores,
  ) {
    chores.add({ name: 'forget old keys and incidents', everyMs: EVERY_MS, work: () => this.sweep() });
  }

  async sweep(): Promise<void> {
    await this.forget('idempotency_keys', 'created_at', KEYS_KEPT_DAYS);
    if (this.incidentsKeptDays > 0) await this.forget('stream_incidents', 'last_at', this.incidentsKeptDays);
  }

  private async forget(table: string, age: string, days: number): Promise<void> {
    for (const [, dataSource] of this.databases.entries()) {
      await statements(dataSource).query(
        `DELETE FROM ${table} WHERE ctid IN
           (SELECT ctid FROM ${table} WHERE ${age} < now() - make_interval(days => $1) LIMIT $2)`,
        [days, AT_ONCE],
      );
    }
  }
}
