import { PermanentRefusal, ProviderUnreachable, TemporaryFailure } from '../../channels/domain/channel.js';
import { settle } from './settlement.js';

const policy = { maxAttempts: 3, backoff: { baseMs: 1000, maxMs: 60_000 }, holdUnknownMs: 0 };
const half = () => 0.5;

const claimed = (attempts: number) => ({
  id: 'n-1',
  lease: 'l-1',
  kind: 'order-shipped' as const,
  attempts,
  recipient: 'ada@example.org',
  subject: 's',
  message: 'm',
  letter: null,
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
      { status: 'PENDING', counted: 1, error: 'unknown failure', unknown: true, delayMs: 501 },
    ],
    [
      'that got no answer',
      0,
      new TemporaryFailure('silence', { mayHaveArrived: true }),
      { status: 'PENDING', counted: 1, error: 'silence', unknown: true, delayMs: 501 },
    ],
  ])('%s is settled so', (_, attempts, failure, settlement) => {
    expect(settle({ claimed: claimed(attempts), provider: 'smtp', failure }, policy, half)).toEqual({
      id: 'n-1',
      lease: 'l-1',
      kind: 'order-shipped',
      provider: 'smtp',
      unknown: false,
      ...settlement,
    });
  });

  it.each([
    ['one without an answer', new TemporaryFailure('silence', { mayHaveArrived: true }), 15_000],
    ['one cut off', new ProviderUnreachable('reset', { mayHaveArrived: true }), 15_000],
    ['one that was told to wait', new TemporaryFailure('busy'), 501],
    ['one that found nobody', new ProviderUnreachable('refused'), 0],
  ])('leaves %s alone as long as another provider could repeat it unknowingly', (_, failure, delayMs) => {
    const attempt = { claimed: claimed(0), provider: 'smtp', failure };

    expect(settle(attempt, { ...policy, holdUnknownMs: 15_000 }, half)).toMatchObject({ delayMs });
  });
});
