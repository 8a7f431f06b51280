import fc from 'fast-check';
import { endOfQuiet, isTimeZone } from './quiet-hours.js';

const night = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' };
const endOf = (hours: typeof night, now: string) => endOfQuiet(hours, new Date(now))?.toISOString();

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const lengthOf = (from: string, to: string): number => (minutes(to) - minutes(from) + 1440) % 1440;

describe('quiet hours', () => {
  it.each([
    ['before midnight', '2026-01-15T22:30:10Z', '2026-01-16T06:00:00.000Z'],
    ['after midnight', '2026-01-15T03:59:59Z', '2026-01-15T06:00:00.000Z'],
    ['at their first instant', '2026-01-15T21:00:00Z', '2026-01-16T06:00:00.000Z'],
    ['just before the end', '2026-01-15T05:59:59.999Z', '2026-01-15T06:00:00.000Z'],
    ['in summer', '2026-07-15T22:30:00Z', '2026-07-16T05:00:00.000Z'],
    ['when clocks go forward', '2026-03-28T23:30:00Z', '2026-03-29T05:00:00.000Z'],
    ['when clocks go back', '2026-10-24T23:30:00Z', '2026-10-25T06:00:00.000Z'],
  ])('%s last until the morning where the customer is', (_, now, end) => {
    expect(endOf(night, now)).toBe(end);
  });

  it.each(['2026-01-15T20:59:59Z', '2026-01-15T06:00:00Z', '2026-01-15T12:00:00Z'])(
    'are not at %s',
    (now) => {
      expect(endOf(night, now)).toBeUndefined();
    },
  );

  it('may lie within a day', () => {
    const noon = { from: '12:00', to: '14:00', timeZone: 'Asia/Kolkata' };
    expect(endOf(noon, '2026-01-15T06:30:00Z')).toBe('2026-01-15T08:30:00.000Z');
    expect(endOf(noon, '2026-01-15T08:30:00Z')).toBeUndefined();
  });

  it('end where they are not quiet, and at once when the end is a time that clocks skip', () => {
    const skipped = { from: '23:00', to: '02:30', timeZone: 'Europe/Berlin' };
    expect(endOf(skipped, '2026-03-29T00:30:00Z')).toBe('2026-03-29T01:00:00.000Z');
  });

  it('always end later than now, within a day and a bit, at a time that is not quiet', () => {
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'UTC',
      'Asia/Kathmandu',
    );
    const instant = fc.date({
      min: new Date('2026-01-01'),
      max: new Date('2027-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(time, time, zone, instant, (from, to, timeZone, now) => {
        // Nearly a whole day has no time left that is not quiet when clocks skip it.
        fc.pre(lengthOf(from, to) > 0 && lengthOf(from, to) <= 20 * 60);
        const end = endOfQuiet({ from, to, timeZone }, now);
        if (!end) return true;
        const wait = end.getTime() - now.getTime();
        return wait > 0 && wait <= 26 * 3_600_000 && endOfQuiet({ from, to, timeZone }, end) === undefined;
      }),
    );
  });
});

it.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['+02:00', false],
  ['Europe/Atlantis', false],
  ['', false],
])('%j is a time zone: %s', (name, known) => {
  expect(isTimeZone(name)).toBe(known);
});
