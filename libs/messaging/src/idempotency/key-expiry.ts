import { LOGGER } from '@app/platform';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { Databases } from '../database/databases.js';
import { statements } from '../transaction/queryable.js';

const EVERY_MS = 10 * 60_000;
const KEPT_HOURS = 24;
// In pieces, so that no transaction holds many locks for long; the rest goes next time.
const AT_ONCE = 10_000;

/** Forgets idempotency keys a day after their use. */
@Injectable()
export class KeyExpiry implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly databases: Databases,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Never rejects: what stays is swept next time. */
  async sweep(): Promise<void> {
    try {
      for (const [, dataSource] of this.databases.entries()) {
        await statements(dataSource).query(
          `DELETE FROM idempotency_keys WHERE ctid IN
             (SELECT ctid FROM idempotency_keys WHERE created_at < now() - make_interval(hours => $1) LIMIT $2)`,
          [KEPT_HOURS, AT_ONCE],
        );
      }
    } catch (error) {
      this.logger.debug({ err: error }, 'idempotency keys not swept');
    }
  }
}
