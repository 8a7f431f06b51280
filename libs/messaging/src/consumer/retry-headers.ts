import type { MessagePropertyHeaders } from 'amqplib';
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
  const own = Object.entries(headers ?? {}).filter(([name]) => !isBrokers(name));
  const time = at.toISOString();
  return {
    ...Object.fromEntries(own),
    'x-first-failed-at': (headers?.['x-first-failed-at'] as string | undefined) ?? time,
    [ATTEMPTS]: attemptsOf(headers) + 1,
    'x-last-failed-at': time,
    'x-origin-queue': queue,
    'x-error-code': failure.code,
    'x-error': failure.message,
    'x-error-fingerprint': failure.fingerprint,
  };
}

// RabbitMQ's own marks of earlier dead lettering, which mean nothing on a copy that we publish.
const isBrokers = (name: string): boolean =>
  name === 'x-death' ||
  name.startsWith('x-first-death-') ||
  name.startsWith('x-last-death-') ||
  name === 'x-delivery-count';
