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
  /** What else a line says, asked for each. */
  readonly mixin?: () => object;
  /** Where lines go instead of standard output. */
  readonly destination?: DestinationStream;
}

const SECRET_FIELDS = [
  'password',
  'authorization',
  'cookie',
  'x-api-key',
  'token',
  'AUTH_JWT_SECRET',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'DB_PASSWORD',
  'SMTP_PASS',
  'DKIM_PRIVATE_KEY',
  'TWILIO_AUTH_TOKEN',
  'VAPID_PRIVATE_KEY',
];
const SECRET_PATHS = [
  ...SECRET_FIELDS.flatMap((field) => ['', '*', '*.*'].map((place) => `${place}["${field}"]`)),
  // What a failed query was called with: names, addresses, whole payloads.
  'err.parameters',
];
const CREDENTIALS_IN_URL = /:\/\/[^\s/@"\\]+@/g;
// The id of a key tells which it was; what follows is what opens the door.
const API_KEY = /\b(wbk_[a-z0-9]{10}_)[\w-]{43}/g;
// Header and claims begin with a brace, which is eyJ in base64.
const TOKEN = /\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]*/g;

/** The text without user names and passwords in the URLs it mentions, and without tokens and API keys. */
export const withoutCredentials = (text: string): string =>
  text.replace(CREDENTIALS_IN_URL, '://***@').replace(API_KEY, '$1***').replace(TOKEN, '***');

/** A logger of JSON lines in which no password, token, key, authorization header or credentials of a URL ever appear. */
export function createLogger({ level, service, pretty, mixin, destination }: LoggerSettings): Logger {
  const options: LoggerOptions = {
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    ...(mixin && { mixin }),
    redact: { paths: SECRET_PATHS, censor: '[redacted]' },
    // Errors of drivers carry URLs in their messages and stacks, where no path can point.
    hooks: { streamWrite: withoutCredentials },
  };
  if (destination) return pino(options, destination);
  return pretty ? pino(options, transport({ target: 'pino-pretty' })) : pino(options);
}
