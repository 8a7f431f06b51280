import type { LoggerService } from '@nestjs/common';
import { messageOf } from './describe-error.js';
import type { Logger } from './logger.js';

type Level = 'fatal' | 'error' | 'warn' | 'debug' | 'trace';

/** Lets Nest log through the service's logger; what Nest calls `log` is about wiring and so comes out as `debug`. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...details: unknown[]): void {
    this.write('debug', message, details);
  }

  fatal(message: unknown, ...details: unknown[]): void {
    this.write('fatal', message, details);
  }

  error(message: unknown, ...details: unknown[]): void {
    this.write('error', message, details);
  }

  warn(message: unknown, ...details: unknown[]): void {
    this.write('warn', message, details);
  }

  debug(message: unknown, ...details: unknown[]): void {
    this.write('debug', message, details);
  }

  verbose(message: unknown, ...details: unknown[]): void {
    this.write('trace', message, details);
  }

  private write(level: Level, message: unknown, details: unknown[]): void {
    // Nest passes the context last, and for errors the stack as text before it.
    const context = typeof details.at(-1) === 'string' ? details.at(-1) : undefined;
    const rest = context === undefined ? details : details.slice(0, -1);
    const err = [message, ...rest].find((value) => value instanceof Error);
    const stack = rest.find((value) => typeof value === 'string' && value.includes('\n    at '));
    this.logger[level]({ context, ...(err ? { err } : stack ? { stack } : {}) }, textOf(message));
  }
}

function textOf(message: unknown): string {
  if (message instanceof Error) return messageOf(message);
  return typeof message === 'string' ? message : JSON.stringify(message);
}
