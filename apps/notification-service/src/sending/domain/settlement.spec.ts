import { PermanentRefusal, ProviderUnreachable, TemporaryFailure } from '../../channels/domain/channel.js';
import { settle } from './settlement.js';

const policy = { maxAttempts: 3, backoff: { baseMs: 1000, maxMs: 60_000 } };
const half = () => 0.5;

const claimed = (attempts: number) => ({
  id: 'n-1',
  lease: 'l-1',
  attempts,
  recipient: 'ada@example.org',
  subject: 's',
  message: 'm',
  html: null,
});

describe('an attempt', () => {
  it.each([
    ['that succeeded', 0, undefined, { status: 'SENT', counted: 1, error: null, delayMs: 0 }],
    [
      'that failed for now',
      0,
      new TemporaryFailure('busy'),
      { status: 'PENDING', counted: 1, error: 'busy', delayMs: 501 },
    ],
    [
      'that failed again',
      1,
      new TemporaryFailure('busy'),
      { status: 'PENDING', counted: 1, error: 'busy', delayMs: 1001 },
    ],
    [
      'that failed for the last time',
      2,
      new TemporaryFailure('busy'),
      { status: 'FAILED', counted: 1, error: 'busy', delayMs: 0 },
    ],
    [
      'that was refused for good',
      0,
      new PermanentRefusal('no such user'),
      { status: 'FAILED', counted: 1, error: 'no such user', delayMs: 0 },
    ],
    [
      'that found nobody',
      0,
      new ProviderUnreachable('refused'),
      { status: 'PENDING', counted: 0, error: 'refused', delayMs: 0 },
    ],
    [
      'that found nobody at the last try',
      2,
      new ProviderUnreachable('refused'),
      { status: 'PENDING', counted: 0, error: 'refused', delayMs: 0 },
    ],
    [
      'that failed for no reason we know',
      0,
      'oops',
      { status: 'PENDING', counted: 1, error: 'unknown failure', delayMs: 501 },
    ],
  ])('%s is settled so', (_, attempts, failure, settlement) => {
    expect(settle({ claimed: claimed(attempts), failure }, policy, half)).toEqual({
      id: 'n-1',
      lease: 'l-1',
      ...settlement,
    });
  });
});
