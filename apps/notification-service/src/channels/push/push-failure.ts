import { PermanentRefusal, TemporaryFailure } from '../domain/channel.js';

const GONE = new Set([404, 410]);
const TOO_LARGE = 413;
const MALFORMED = 400;

/**
 * What a push service's refusal means. Access that is denied counts like any failure that may pass: it can be due to the
 * one subscription, made for another key, and must not hold all others back.
 */
export function refusalOf(status: number): Error {
  const reason = `the push service answered ${status}`;
  if (GONE.has(status)) return new PermanentRefusal(reason, { addressAtFault: true });
  if (status === TOO_LARGE || status === MALFORMED) return new PermanentRefusal(reason);
  return new TemporaryFailure(reason);
}

/**
 * The service could not be reached. Each subscription names a service of its own, so this says nothing about the others:
 * it counts as an attempt. Without the endpoint, which is an address.
 */
export const silenceOf = (error: unknown): Error => {
  const { code } = (error as { cause?: { code?: unknown } }).cause ?? {};
  return new TemporaryFailure(
    `the push service did not answer${typeof code === 'string' ? ` (${code})` : ''}`,
  );
};
