import { Chores, LOGGER } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Databases } from '../database/databases.js';
import { statements } from '../transaction/queryable.js';
import { type Backlog, BacklogMetrics } from './backlog-metrics.js';

const GAP_WARNING_S = 30;

interface BacklogOfDatabase extends Backlog {
  readonly stream: string | null;
  readonly subject: string | null;
}

/** Looks at what has not moved on: what waits in the outbox and how long and, above all, how old the oldest gap is. */
@Injectable()
export class BacklogWatch {
  constructor(
    private readonly databases: Databases,
    private readonly metrics: BacklogMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
    chores: Chores,
  ) {
    chores.add({ name: 'measure the backlog of events', everyMs: 10_000, work: () => this.look() });
  }

  async look(): Promise<void> {
    const backlogs = await Promise.all(
      [...this.databases.entries()].map(([, db]) => backlogOf(statements(db))),
    );
    const gapSeconds = Math.max(0, ...backlogs.map((backlog) => backlog.gapSeconds));
    this.metrics.show({
      outbox: backlogs.reduce((sum, { outbox }) => sum + outbox, 0),
      outboxSeconds: Math.max(0, ...backlogs.map((backlog) => backlog.outboxSeconds)),
      parked: backlogs.reduce((sum, { parked }) => sum + parked, 0),
      gaps: backlogs.reduce((sum, { gaps }) => sum + gaps, 0),
      gapSeconds,
    });
    const worst = backlogs.find((backlog) => backlog.gapSeconds === gapSeconds);
    if (worst && gapSeconds > GAP_WARNING_S) {
      const { stream, subject, parked } = worst;
      this.logger.warn(
        { stream, subject, parked, gapSeconds },
        'a gap does not close: look for its dead letter',
      );
    }
  }
}

// Counting stops at ten thousand: past that the number says nothing new, and counting would cost.
const COUNTED = 10_000;

// Ids of events begin with their time, so that the key of the outbox knows the oldest.
async function backlogOf(db: ReturnType<typeof statements>): Promise<BacklogOfDatabase> {
  const [backlog] = await db.query<BacklogOfDatabase>(
    `SELECT (SELECT count(*)::int FROM (SELECT FROM outbox_events LIMIT $1) AS o) AS outbox,
            (SELECT count(*)::int FROM (SELECT FROM parked_events LIMIT $1) AS p) AS parked,
            (SELECT count(DISTINCT (stream, subject))::int
             FROM (SELECT stream, subject FROM parked_events LIMIT $1) AS p) AS gaps,
            coalesce(extract(epoch FROM now() - first.created_at), 0)::float8 AS "outboxSeconds",
            coalesce(extract(epoch FROM now() - oldest.parked_at), 0)::float8 AS "gapSeconds",
            oldest.stream, oldest.subject
     FROM (SELECT) AS always
     LEFT JOIN (SELECT created_at FROM outbox_events ORDER BY id LIMIT 1) AS first ON true
     LEFT JOIN (SELECT stream, subject, parked_at FROM parked_events ORDER BY parked_at LIMIT 1) AS oldest ON true`,
    [COUNTED],
  );
  const nothing = {
    outbox: 0,
    outboxSeconds: 0,
    parked: 0,
    gaps: 0,
    gapSeconds: 0,
    stream: null,
    subject: null,
  };
  return backlog ?? nothing;
}
