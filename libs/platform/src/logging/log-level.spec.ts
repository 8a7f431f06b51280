import { type Sample, startSample } from '../../test/sample-app.js';
import { Clock } from '../kernel/clock.js';
import { LogLevel } from './log-level.js';
import { createLogger } from './logger.js';

/** A clock that stands still until it is told to go on. */
class HeldClock extends Clock {
  private time = Date.parse('2026-01-01T12:00:00Z');
  private readonly alarms = new Set<{ at: number; ring: () => void }>();

  now = () => new Date(this.time);

  after(ms: number, ring: () => void) {
    const alarm = { at: this.time + ms, ring };
    this.alarms.add(alarm);
    return () => void this.alarms.delete(alarm);
  }

  goOn(ms: number) {
    this.time += ms;
    for (const alarm of this.alarms) if (alarm.at <= this.time && this.alarms.delete(alarm)) alarm.ring();
  }
}

describe('the level of a log', () => {
  const lines: string[] = [];
  const clock = new HeldClock();
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ level: 'info', service: 'sample', destination });
  const ofRequest = logger.child({ correlationId: 'c' }, {});
  const levels = new LogLevel(logger, clock);
  const written = () => lines.splice(0).map((line) => JSON.parse(line) as Record<string, unknown>);

  it('changes for a while, also for those who log already, and falls back', () => {
    levels.choose('debug', 60, { who: 'ada' });
    expect(levels.now).toMatchObject({ level: 'debug', configured: 'info' });
    ofRequest.debug('seen');
    clock.goOn(59_999);
    ofRequest.debug('seen too');
    clock.goOn(1);
    ofRequest.debug('not seen');
    expect(levels.now).toEqual({ level: 'info', configured: 'info' });
    expect(written().map(({ msg }) => msg)).toEqual([
      'log level changed',
      'seen',
      'seen too',
      'log level changed',
    ]);
  });

  it('goes on record whatever the level', () => {
    levels.choose('error', 60, { who: 'ada' });
    logger.warn('not seen');
    levels.fallBack({ signal: 'SIGUSR2' });
    levels.fallBack({ signal: 'SIGUSR2' });
    expect(written()).toMatchObject([
      { msg: 'log level changed', audit: true, level: 30, logLevel: 'error', who: 'ada' },
      { msg: 'log level changed', audit: true, signal: 'SIGUSR2' },
    ]);
  });

  it('lasts as long as the last one who changed it said', () => {
    levels.choose('debug', 60, {});
    levels.choose('trace', 600, {});
    clock.goOn(60_000);
    expect(levels.now.level).toBe('trace');
    clock.goOn(540_000);
    expect(levels.now.level).toBe('info');
  });
});

describe('PUT /log-level', () => {
  let sample: Sample;
  beforeAll(async () => (sample = await startSample()));
  afterAll(() => sample.app.close());

  const put = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${sample.url}/log-level`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-role': 'admin', 'x-operator': 'ada', ...headers },
      body: JSON.stringify(body),
    });

  it('is for administrators, by name, and for levels that hide no error', async () => {
    expect((await put({ level: 'debug' }, { 'x-role': 'service' })).status).toBe(403);
    expect((await put({ level: 'debug' }, { 'x-operator': '' })).status).toBe(400);
    for (const body of [
      { level: 'silent' },
      { level: 'debug', seconds: 0 },
      { level: 'debug', seconds: 86_401 },
    ])
      expect((await put(body)).status).toBe(400);
  });

  it('changes what requests write from the next line on', async () => {
    const answered = () => sample.lines.filter(({ msg }) => msg === 'request answered').length;
    expect(await (await put({ level: 'info' })).json()).toMatchObject({
      level: 'info',
      configured: 'debug',
      until: expect.any(String),
    });
    const before = answered();
    const headers = { 'x-role': 'admin' };
    expect(await (await fetch(`${sample.url}/log-level`, { headers })).json()).toMatchObject({
      level: 'info',
    });
    expect(answered()).toBe(before);
    await put({ level: 'debug' });
    await fetch(`${sample.url}/products/lamp`);
    expect(answered()).toBeGreaterThan(before);
    expect(sample.lines).toContainEqual(
      expect.objectContaining({ msg: 'log level changed', audit: true, who: 'ada', level: 30 }),
    );
  });
});
