import type { MessagePropertyHeaders } from 'amqplib';
import { copyHeaders } from '../connection/copy-options.js';
import type { FailureReport } from './verdict.js';

/** Headers that a message gains when it fails. Ours, since what the broker counts differs from version to version. */
export const ATTEMPTS = 'x-attempts';

/** How often the message was tried and failed so far. */
export const attemptsOf = (headers: MessagePropertyHeaders | undefined): number => {
  const attempts: unknown = headers?.[ATTEMPTS];
  return typeof attempts === 'number' && Number.isInteger(attempts) && attempts > 0 ? attempts : 0;
};

/** The headers of the copy that goes on the retry ladder or to the dead letters. */
export function headersAfter(
  headers: MessagePropertyHeaders | undefined,
  failure: FailureReport,
  { queue, at }: { queue: string; at: Date },
): MessagePropertyHeaders {
  const time = at.toISOString();
  return {
    ...copyHeaders(headers),
    'x-first-failed-at': firstFailure(headers) ?? time,
    [ATTEMPTS]: attemptsOf(headers) + 1,
    'x-last-failed-at': time,
    'x-origin-queue': queue,
    'x-error-code': failure.code,
    'x-error': failure.message,
    'x-error-fingerprint': failure.fingerprint,
  };
}

const firstFailure = (headers: MessagePropertyHeaders | undefined): string | undefined => {
  const first: unknown = headers?.['x-first-failed-at'];
  return typeof first === 'string' ? first : undefined;
};
