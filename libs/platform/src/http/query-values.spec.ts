import { moment, someOf } from './query-values.js';

describe('a moment', () => {
  it('may have any offset, and is in UTC from here on', () => {
    expect(moment.parse('2026-01-02T10:30:00+01:00')).toBe('2026-01-02T09:30:00.000Z');
  });

  it.each(['1969-12-31T23:59:59Z', '9999-12-31T23:59:59-01:00', '2026-01-02', 'now'])('is not %s', (text) => {
    expect(moment.safeParse(text).success).toBe(false);
  });
});

describe('some of a few names', () => {
  const colours = someOf(['RED', 'GREEN', 'BLUE'], ['RED']);

  it.each([['RED,BLUE'], [['RED', 'BLUE']], [['RED,BLUE', 'RED']]])('are each meant once in %j', (given) => {
    expect(colours.parse(given)).toEqual(['RED', 'BLUE']);
  });

  it.each([[''], ['RED,'], ['red'], ['PINK'], [[]]])('are not %j', (given) => {
    expect(colours.safeParse(given).success).toBe(false);
  });
});
