import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { LOGGER, type Logger, onRecord } from './logger.js';

/** What may be chosen while the service runs: never so little that an error would not be told of. */
export const CHOSEN_LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;
export type ChosenLevel = (typeof CHOSEN_LEVELS)[number];

/** Which lines this process writes for now. */
export interface LevelNow {
  readonly level: string;
  /** What `LOG_LEVEL` says, to which the level falls back. */
  readonly configured: string;
  /** When it does; absent while it is the configured one. */
  readonly until?: Date;
}

/** Which lines this process writes. Whoever changes that does so for a while, and goes on record. */
@Injectable()
export class LogLevel implements OnModuleDestroy {
  private readonly configured: string;
  private readonly record: Logger;
  private until: Date | undefined;
  private cancel: (() => void) | undefined;

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly clock: Clock,
  ) {
    this.configured = logger.level;
    this.record = onRecord(logger);
  }

  get now(): LevelNow {
    const { level } = this.logger;
    return { level, configured: this.configured, ...(this.until && { until: this.until }) };
  }

  /** Writes lines of this level and above from now on, for so many seconds. */
  choose(level: ChosenLevel, seconds: number, by: Record<string, unknown>): LevelNow {
    this.cancel?.();
    this.until = new Date(this.clock.now().getTime() + seconds * 1000);
    this.cancel = this.clock.after(seconds * 1000, () => this.fallBack({}));
    this.logger.level = level;
    this.tell(by);
    return this.now;
  }

  /** Back to the configured level, at once; nothing happens when that is the level. */
  fallBack(by: Record<string, unknown>): void {
    if (this.until === undefined) return;
    this.forget();
    this.logger.level = this.configured;
    this.tell(by);
  }

  onModuleDestroy(): void {
    this.forget();
  }

  private tell(by: Record<string, unknown>): void {
    const { level: logLevel, until } = this.now;
    this.record.info({ logLevel, until, ...by }, 'log level changed');
  }

  private forget(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.until = undefined;
  }
}
