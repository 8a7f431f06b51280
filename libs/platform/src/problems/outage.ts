/** SQLSTATE classes and codes that speak of the server, its load or our luck, never of the statement. */
const TRANSIENT_SQLSTATE = /^(?:(?:08|40|53)[0-9A-Z]{3}|57P[0-9A-Z]{2}|57014|55P03)$/;

const LOST_CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

// Deep enough for a driver's error inside an ORM's inside ours, and an end for a cause that names itself.
const DEEPEST_CAUSE = 5;

/** Whether the error, or what caused it, means that a database or broker cannot be used for now. */
export const isOutage = (error: unknown): boolean => meansOutage(error, 0);

function meansOutage(error: unknown, depth: number): boolean {
  if (typeof error !== 'object' || error === null || depth > DEEPEST_CAUSE) return false;
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  // An AggregateError is what reaching a host with several addresses ends in.
  const reasons = Array.isArray(errors) ? [cause, ...errors] : [cause];
  return isOutageCode(code) || reasons.some((reason) => meansOutage(reason, depth + 1));
}

const isOutageCode = (code: unknown): boolean =>
  typeof code === 'string' &&
  (code === 'dependency-unavailable' || LOST_CONNECTION.has(code) || TRANSIENT_SQLSTATE.test(code));
