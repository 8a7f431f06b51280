import { ContractViolation } from '@app/contracts';
import { messageOf } from '@app/platform';
import { createHash } from 'node:crypto';
import { UnknownTenant } from '../database/databases.js';
import { DependencyUnavailable, isHeldUp, isOutage, sqlStateOf } from '../database/failures.js';

/**
 * What a failure means for the events that met it.
 * - `outage`: not their fault; hold them until the dependency is back.
 * - `held-up`: others were in the way, of all of them or of one; try again for a while, then count it as `unknown`.
 * - `permanent`: will never work; dead letter at once.
 * - `unknown`: a bug, or something we have not thought of; try again later, a few times.
 */
export type Verdict = 'outage' | 'held-up' | 'permanent' | 'unknown';

/** The one place that decides, by class and code, never by message text. */
export function classify(error: unknown): Verdict {
  if (error instanceof DependencyUnavailable || isOutage(error)) return 'outage';
  if (isHeldUp(error)) return 'held-up';
  if (error instanceof ContractViolation || error instanceof UnknownTenant) return 'permanent';
  return sqlStateOf(error)?.startsWith('22') ? 'permanent' : 'unknown'; // 22: data exception
}

/** A failure as operators see it in a dead letter's headers. */
export interface FailureReport {
  /** Stable: our own code, an SQLSTATE, a system error, or the error's class. */
  readonly code: string;
  /** At most 500 characters, without the values that drivers and parsers quote. */
  readonly message: string;
  /** The same for failures of the same code at the same place in our code. */
  readonly fingerprint: string;
}

export function report(error: unknown): FailureReport {
  const failure = error instanceof Error ? error : new Error(String(error));
  const { code } = failure as { code?: unknown };
  const name = typeof code === 'string' ? code : (sqlStateOf(failure) ?? failure.name);
  const place = failure.stack
    ?.split('\n')
    .find((line) => /^\s+at /.test(line) && !line.includes('node_modules'));
  return {
    code: name,
    message: messageOf(failure).slice(0, 500),
    fingerprint: createHash('sha256')
      .update(`${failure.name} ${name} ${place?.trim() ?? ''}`)
      .digest('hex')
      .slice(0, 12),
  };
}
