import { MetricsRegistry } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { Databases } from '../database/databases.js';

const COUNTS: Readonly<Record<string, (pool: Pool) => number>> = {
  busy: (pool) => pool.totalCount - pool.idleCount,
  idle: (pool) => pool.idleCount,
  waiting: (pool) => pool.waitingCount,
};

/** How this process uses its connections to the databases, counted whenever somebody looks. */
@Injectable()
export class PoolMetrics {
  constructor(databases: Databases, registry: MetricsRegistry) {
    registry.liveGauge(
      'waybill_database_connections',
      'Connections to the database, by state: busy or idle; waiting is who wants one and has none.',
      (gauge) => {
        const pools = [...databases.entries()].flatMap(([, db]) => poolOf(db));
        for (const [state, count] of Object.entries(COUNTS))
          gauge.set(
            { state },
            pools.reduce((sum, pool) => sum + count(pool), 0),
          );
      },
      'state',
    );
  }
}

/** None once the database has been closed. */
function poolOf(db: DataSource): Pool[] {
  const { master } = db.driver as DataSource['driver'] & { readonly master?: Pool };
  return master ? [master] : [];
}
