/** What the log says of an error: what our code and the codes of drivers say, and nothing that somebody has sent us. */
interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  /** The error in one line, and the places in the code. */
  readonly stack?: string;
  readonly cause?: ErrorDescription;
  readonly errors?: readonly ErrorDescription[];
  readonly [fact: string]: unknown;
}

// Of PostgreSQL, the system and the clients. Not `detail`, `where`, `query` or `parameters`: they quote rows and values.
const FACTS = [
  'code',
  'errno',
  'syscall',
  'address',
  'port',
  'status',
  'statusCode',
  'responseCode',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
];
const LONGEST_FACT = 200;
// Deep enough for a driver's error inside an ORM's inside ours, and an end for a cause that names itself.
const DEEPEST_CAUSE = 5;
const MOST_ERRORS = 5;

/** The message of an error without the values that some errors quote; anything else than an error as text. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error))
    return typeof error === 'string' ? error : `not an error but ${typeof error}`;
  return quotesValues(error) ? error.message.replace(/".*"/s, '"…"') : error.message;
}

/** Everything about an error that may be logged, and about what caused it. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  const message = messageOf(error);
  if (typeof error !== 'object' || error === null) return { type: typeof error, message };
  const type = error instanceof Error ? error.name : (error.constructor?.name ?? 'Object');
  return {
    type,
    message,
    ...stackOf(error, `${type}: ${message}`),
    ...factsOf(error),
    ...reasonsOf(error, depth),
  };
}

/** A parser quotes the text that it cannot read, and so does PostgreSQL: 22 is the class of data exceptions. */
function quotesValues(error: Error): boolean {
  const { code } = error as { code?: unknown };
  return error instanceof SyntaxError || (typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code));
}

/** Without what stands before the first place, which is the message as it was. */
function stackOf(error: object, head: string): { stack?: string } {
  const { stack } = error as { stack?: unknown };
  if (typeof stack !== 'string') return {};
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return { stack: [head, ...places].join('\n') };
}

function factsOf(error: object): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  for (const name of FACTS) {
    const value = (error as Record<string, unknown>)[name];
    if (typeof value === 'number') facts[name] = value;
    if (typeof value === 'string') facts[name] = value.slice(0, LONGEST_FACT);
  }
  return facts;
}

function reasonsOf(error: object, depth: number): Pick<ErrorDescription, 'cause' | 'errors'> {
  const { cause, errors } = error as { cause?: unknown; errors?: unknown };
  if (depth >= DEEPEST_CAUSE) return {};
  return {
    ...(cause === undefined ? {} : { cause: describeError(cause, depth + 1) }),
    // An AggregateError is what reaching a host with several addresses ends in.
    ...(Array.isArray(errors) && error instanceof AggregateError
      ? { errors: errors.slice(0, MOST_ERRORS).map((one) => describeError(one, depth + 1)) }
      : {}),
  };
}
