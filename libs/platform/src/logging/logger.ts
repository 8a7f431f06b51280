import {
  type DestinationStream,
  type Logger,
  type LoggerOptions,
  pino,
  stdTimeFunctions,
  transport,
} from 'pino';

import { messageOf } from './describe-error.js';
import { redacted } from './private-fields.js';
import { withoutPrivateText } from './private-text.js';

export type { Logger } from 'pino';

/** Injects the service's logger: `@Inject(LOGGER) private readonly logger: Logger`. */
export const LOGGER = Symbol('waybill.logger');

/** How a service logs. */
export interface LoggerSettings {
  readonly level: string;
  /** The service's name, a field of every line. */
  readonly service: string;
  /** For people at a terminal; needs the development dependency pino-pretty. */
  readonly pretty?: boolean;
  /** What else a line says, asked for each. */
  readonly mixin?: () => object;
  /** Where lines go instead of standard output. */
  readonly destination?: DestinationStream;
}

/**
 * A logger of JSON lines in which no password, token, key, authorization header or credentials of a URL ever appear, and
 * nothing that says who somebody is: fields are hidden by their names, of an error only what `describeError` takes is
 * shown, and addresses and numbers are hidden in all text. The names of the fields of a child are not looked at.
 */
export function createLogger({ level, service, pretty, mixin, destination }: LoggerSettings): Logger {
  const options: LoggerOptions = {
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    ...(mixin && { mixin }),
    formatters: { log: redacted },
    // Errors are described by then; pino would take the description for an error and describe that.
    serializers: { err: (described: unknown) => described },
    // Errors of drivers carry URLs and addresses in their messages and stacks, which are not fields.
    hooks: { streamWrite: withoutPrivateText, logMethod: withSafeMessage },
  };
  if (destination) return pino(options, destination);
  return pretty ? pino(options, transport({ target: 'pino-pretty' })) : pino(options);
}

/** Pino makes the message of a bare error that of the line, as it is. */
const withSafeMessage: NonNullable<LoggerOptions['hooks']>['logMethod'] = function logLine(line, write) {
  const [first] = line as unknown[];
  const error = first instanceof Error ? first : (first as { err?: unknown } | null | undefined)?.err;
  if (line.length === 1 && error instanceof Error) write.apply(this, [{ err: error }, messageOf(error)]);
  else write.apply(this, line);
};

/** A child whose lines go on record, at `info` and with `audit: true`, whatever level is logged otherwise. */
export function onRecord(logger: Logger): Logger {
  const record = logger.child({ audit: true });
  // Set on the child itself: one that has the level of its parent follows it when that changes.
  record.level = 'info';
  return record;
}
