import {
  type Channel,
  PermanentRefusal,
  ProviderUnreachable,
  TemporaryFailure,
} from '../../channels/domain/channel.js';
import { ProviderBreaker } from './provider-breaker.js';

const now = Date.parse('2026-01-02T09:30:00Z');
const parcel = { id: 'n-1', recipient: 'ada@example.org', subject: 's', message: 'm', html: () => null };
const busy = () => new TemporaryFailure('451 busy');
const silent = () => new TemporaryFailure('no answer', { mayHaveArrived: true });
const gone = () => new ProviderUnreachable('connection refused');
const refused = () => new PermanentRefusal('550 no such user');

let outcome: (() => Error) | undefined;
let sent: number;
let breaker: ProviderBreaker;

const channel: Channel = {
  name: 'EMAIL',
  provider: 'smtp',
  send: () => {
    sent += 1;
    return outcome ? Promise.reject(outcome()) : Promise.resolve();
  },
  close: () => undefined,
};

const send = (): Promise<unknown> =>
  breaker.send(parcel, new AbortController().signal).catch((error: unknown) => error);

const sendAll = async (...outcomes: (typeof outcome)[]): Promise<void> => {
  for (const one of outcomes) {
    outcome = one;
    await send();
  }
};

const times = (count: number, one: typeof outcome) => Array.from({ length: count }, () => one);

beforeEach(() => {
  jest.useFakeTimers();
  outcome = undefined;
  sent = 0;
  breaker = new ProviderBreaker(channel, { failurePercent: 75, resetMs: 1000 }, () => new Date(now));
});
afterEach(() => {
  breaker.close();
  jest.useRealTimers();
});

describe('a provider', () => {
  it('is left alone once nobody was there three times in a row, however much went well before', async () => {
    await sendAll(...times(100, undefined), gone, gone);
    expect(breaker.state).toBe('closed');

    await sendAll(gone);

    expect([breaker.state, breaker.limit(10)]).toEqual(['open', 0]);
    expect(breaker.outage).toEqual({ since: '2026-01-02T09:30:00.000Z', reason: 'connection refused' });
  });

  it('is left alone once most of the latest attempts failed', async () => {
    await sendAll(...times(19, silent));
    expect(breaker.state).toBe('closed');

    await sendAll(busy);
    expect(breaker.state).toBe('open');
  });

  it('is not left alone because it refuses addresses, even all of them', async () => {
    await sendAll(...times(100, refused));

    expect([breaker.state, breaker.limit(10), sent]).toEqual(['closed', 10, 100]);
  });

  it('is not left alone because it refuses a fifth and drops a twentieth', async () => {
    const bad = (place: number) => (place % 20 === 0 ? silent : place % 5 === 0 ? busy : undefined);
    await sendAll(...Array.from({ length: 400 }, (_, place) => bad(place)));

    expect([breaker.state, sent]).toEqual(['closed', 400]);
  });

  it('forgets what went wrong ten seconds ago', async () => {
    await sendAll(...times(19, silent));
    await jest.advanceTimersByTimeAsync(10_000);
    await sendAll(busy);

    expect(breaker.state).toBe('closed');
  });
});

describe('a provider that was left alone', () => {
  beforeEach(() => sendAll(gone, gone, gone));

  it('is sent nothing, and what is refused so is as unsent as if nobody were there', async () => {
    outcome = undefined;

    expect(await send()).toBeInstanceOf(ProviderUnreachable);
    expect(sent).toBe(3);
  });

  it('gets one parcel when the pause is over', async () => {
    await jest.advanceTimersByTimeAsync(1000);
    expect([breaker.state, breaker.limit(10), breaker.limit(0)]).toEqual(['half-open', 1, 0]);

    outcome = undefined;
    const probe = send();
    expect([breaker.limit(10), await send()]).toEqual([0, expect.any(ProviderUnreachable)]);
    await probe;

    expect([breaker.state, breaker.limit(10), breaker.outage, sent]).toEqual(['closed', 10, undefined, 4]);
  });

  it.each([
    ['takes', undefined, 'closed'],
    ['refuses', refused, 'closed'],
    ['puts off', busy, 'closed'],
    ['does not answer', silent, 'open'],
    ['cannot be offered', gone, 'open'],
  ])('is judged by whether it answers: one that %s it', async (_, answer, state) => {
    await jest.advanceTimersByTimeAsync(1000);
    await sendAll(answer);

    expect(breaker.state).toBe(state);
  });

  it('starts anew when it is back: what failed before does not count again', async () => {
    await jest.advanceTimersByTimeAsync(1000);
    await sendAll(undefined, ...times(10, silent));

    expect(breaker.state).toBe('closed');
  });

  it('tells each change once', async () => {
    const states: string[] = [];
    breaker.onChange((state) => states.push(state));

    await jest.advanceTimersByTimeAsync(1000);
    await sendAll(gone);
    await jest.advanceTimersByTimeAsync(1000);
    await sendAll(undefined);

    expect(states).toEqual(['half-open', 'open', 'half-open', 'closed']);
  });
});

it('is not waited for any longer once its time is up, even if it does not listen', async () => {
  const control = new AbortController();
  const deaf = { ...channel, send: () => new Promise<void>(() => undefined) };
  const patient = new ProviderBreaker(deaf, { failurePercent: 75, resetMs: 1000 }, () => new Date(now));

  const waiting = patient.send(parcel, control.signal);
  control.abort();

  await expect(waiting).rejects.toMatchObject({ name: 'TemporaryFailure', mayHaveArrived: true });
  patient.close();
});
