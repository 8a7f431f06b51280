import { NotAcceptable, wantedFormat } from './wanted-format.js';

describe('the format of a report', () => {
  it.each([
    [undefined, 'json'],
    ['', 'json'],
    [';', 'json'],
    [';', 'json'],
    ['*/*', 'json'],
    ['application/json', 'json'],
    ['text/csv', 'csv'],
    ['TEXT/CSV; header=present', 'csv'],
    ['text/*', 'csv'],
    ['text/html, application/xhtml+xml, */*;q=0.8', 'json'],
    ['application/json;q=0.5, text/csv;q=0.9', 'csv'],
    ['*/*, application/json;q=0', 'csv'],
  ])('for Accept: %s is %s', (accept, format) => {
    expect(wantedFormat(accept)).toBe(format);
  });

  it.each(['text/html', 'image/*', 'text/csv;q=0', 'text/csv;q=2', 'json', '/', 'application/problem+json'])(
    'for Accept: %s is none of ours',
    (accept) => {
      expect(() => wantedFormat(accept)).toThrow(NotAcceptable);
    },
  );
});
