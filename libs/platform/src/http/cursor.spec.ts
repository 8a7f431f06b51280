import { z } from 'zod';
import { decodeCursor, encodeCursor } from './cursor.js';

const place = z.strictObject({ createdAt: z.iso.datetime(), id: z.string() });
const base64url = (text: string) => Buffer.from(text).toString('base64url');

describe('a cursor', () => {
  it('comes back as what it was made from, and survives a URL unescaped', () => {
    const value = { createdAt: '2026-01-02T03:04:05.678Z', id: '???>>>~~~' };
    const cursor = encodeCursor(value);
    expect(encodeURIComponent(cursor)).toBe(cursor);
    expect(decodeCursor(place, cursor)).toEqual(value);
  });

  it('may be absent', () => {
    expect(decodeCursor(place, undefined)).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no JSON', base64url('{')],
    ['another list', encodeCursor({ after: 1 })],
    ['more than it should', encodeCursor({ createdAt: '2026-01-02T03:04:05Z', id: 'x', x: 1 })],
    ['a NUL, which a database would choke on', encodeCursor({ createdAt: '2026-01-02T03:04:05Z', id: '\0' })],
    ['half a surrogate pair', base64url('{"createdAt":"2026-01-02T03:04:05Z","id":"\\ud800"}')],
    ['a prototype', base64url('{"__proto__":{}}')],
  ])('that holds %s is refused with a pointer', (_what, cursor) => {
    expect(() => decodeCursor(place, cursor)).toThrow(
      expect.objectContaining({
        code: 'invalid-cursor',
        kind: 'invalid',
        errors: [expect.objectContaining({ in: 'query', pointer: '/cursor' })],
      }),
    );
  });
});
