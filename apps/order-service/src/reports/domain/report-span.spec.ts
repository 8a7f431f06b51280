import { reportSpan } from './report-span.js';

const now = new Date('2026-03-10T23:30:00Z');
const span = (asked: { from?: string; to?: string; timeZone?: string }) =>
  reportSpan({ timeZone: 'UTC', ...asked }, now);

describe('the span of a report', () => {
  it('is the last thirty days unless it is said', () => {
    expect(span({})).toEqual({ from: '2026-02-09', to: '2026-03-10', timeZone: 'UTC' });
    expect(span({ to: '2026-01-30' })).toMatchObject({ from: '2026-01-01', to: '2026-01-30' });
    expect(span({ from: '2026-03-01' })).toMatchObject({ from: '2026-03-01', to: '2026-03-10' });
  });

  it('ends on the day that it is in its time zone', () => {
    expect(span({ timeZone: 'Europe/Berlin' }).to).toBe('2026-03-11');
    expect(span({ timeZone: 'America/New_York' }).to).toBe('2026-03-10');
  });

  it('has at most 366 days', () => {
    expect(span({ from: '2024-01-01', to: '2024-12-31' })).toMatchObject({ from: '2024-01-01' });
    expect(() => span({ from: '2024-01-01', to: '2025-01-01' })).toThrow(
      expect.objectContaining({ code: 'invalid-report-span' }),
    );
  });

  it.each([
    [{ from: '2026-01-02', to: '2026-01-01' }, 'invalid-report-span'],
    [{ from: '1970-01-01', to: '9999-12-31' }, 'invalid-report-span'],
    [{ timeZone: 'Europe/Atlantis' }, 'unknown-time-zone'],
  ])('is refused when it is %j', (asked, code) => {
    expect(() => span(asked)).toThrow(expect.objectContaining({ code, kind: 'invalid' }));
  });

  it.each([{ to: '1970-01-01' }, { from: '9999-12-31' }, { from: '9999-12-31', to: '9999-12-31' }])(
    'may lie at either end of time: %j',
    (asked) => {
      expect(span(asked)).toMatchObject(asked);
    },
  );
});
