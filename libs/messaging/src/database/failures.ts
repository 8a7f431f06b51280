/** Something that we depend on cannot be reached. Not the fault of what we were doing: it can be done later. */
export class DependencyUnavailable extends Error {
  override readonly name = 'DependencyUnavailable';
  readonly code = 'dependency-unavailable';

  constructor(
    readonly dependency: 'database' | 'broker',
    options: ErrorOptions,
  ) {
    super(`the ${dependency} is unavailable`, options);
  }
}

/** The PostgreSQL error code (SQLSTATE) of an error, also of one that wraps a driver's error. */
export function sqlStateOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause ?? (at as { driverError?: unknown }).driverError) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return undefined;
}

/** Deadlock or serialisation failure: the same transaction, run again at once, may well succeed. */
export const isContention = (error: unknown): boolean => sqlStateOf(error)?.startsWith('40') ?? false;

// 55P03: a lock is not to be had in time; 57014: a statement took too long, mostly because it waited for one.
const OUT_OF_TIME = new Set(['55P03', '57014']);

/** Somebody else was in the way, again and again or for as long as a statement may take. */
export const isHeldUp = (error: unknown): boolean =>
  isContention(error) || OUT_OF_TIME.has(sqlStateOf(error) ?? '');

// 25006: a standby, as after a failover; 25P03: our session was ended because we had stood still.
const OUTAGES = ['08', '53', '57P', '25006', '25P03'];
// Says that we spoke the protocol wrongly, in spite of its class: a bug, which waiting does not cure.
const PROTOCOL_VIOLATION = '08P01';

/** PostgreSQL says that it is out of reach, of resources, or shutting down. */
export const isOutage = (error: unknown): boolean => {
  const state = sqlStateOf(error);
  return (
    state !== undefined && state !== PROTOCOL_VIOLATION && OUTAGES.some((prefix) => state.startsWith(prefix))
  );
};

/**
 * A failed statement's error, by its right name: the driver reports a lost or refused connection and an exhausted pool
 * as plain errors without a code, so what the server itself did not answer is an outage.
 */
export function asDatabaseFailure(error: unknown): unknown {
  if (error instanceof DependencyUnavailable || error instanceof TypeError) return error;
  const answered = sqlStateOf(error) !== undefined;
  return answered && !isOutage(error) ? error : new DependencyUnavailable('database', { cause: error });
}
