import {
  type DestinationStream,
  type Logger,
  type LoggerOptions,
  pino,
  stdTimeFunctions,
  transport,
} from 'pino';

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
  /** Where lines go instead of standard output. */
  readonly destination?: DestinationStream;
}

const SECRET_FIELDS = [
  'password',
  'authorization',
  'cookie',
  'token',
  'DB_PASSWORD',
  'SMTP_PASS',
  'DKIM_PRIVATE_KEY',
  'TWILIO_AUTH_TOKEN',
  'VAPID_PRIVATE_KEY',
];
const SECRET_PATHS = [
  ...SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
  // What a failed query was called with: names, addresses, whole payloads.
  'err.parameters',
];
const CREDENTIALS_IN_URL = /:\/\/[^\s/@"\\]+@/g;

/** The text without user names and passwords in the URLs it mentions. */
export const withoutCredentials = (text: string): string => text.replace(CREDENTIALS_IN_URL, '://***@');

/** A logger of JSON lines in which no password, authorization header or credentials of a URL ever appear. */
export function createLogger({ level, service, pretty, destination }: LoggerSettings): Logger {
  const options: LoggerOptions = {
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: SECRET_PATHS, censor: '[redacted]' },
    // Errors of drivers carry URLs in their messages and stacks, where no path can point.
    hooks: { streamWrite: withoutCredentials },
  };
  if (destination) return pino(options, destination);
  return pretty ? pino(options, transport({ target: 'pino-pretty' })) : pino(options);
}
