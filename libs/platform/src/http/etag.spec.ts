import { assertMatches, etag, isUnchanged, PreconditionFailed } from './etag.js';

const current = etag('order', 7);
const other = etag('order', 8);

describe('an entity tag', () => {
  it('is strong, the same for the same parts and another for others', () => {
    expect(current).toMatch(/^"[\w-]+"$/);
    expect(etag('order', 7)).toBe(current);
    expect(new Set([current, other, etag('order', '7'), etag('order7'), etag('or', 'der', 7)]).size).toBe(5);
  });
});

describe('If-Match', () => {
  it.each([undefined, '*', ' * ', current, `${other}, ${current}`, `W/${other},${current}`])(
    'lets %s pass',
    (header) => {
      expect(() => assertMatches(header, current)).not.toThrow();
    },
  );

  it.each(['', other, `W/${current}`, current.slice(1, -1), 'nonsense', `"${current}"`])(
    'refuses %s with the current tag',
    (header) => {
      expect(() => assertMatches(header, current)).toThrow(PreconditionFailed);
      expect(() => assertMatches(header, current)).toThrow(
        expect.objectContaining({ extensions: { currentEtag: current } }),
      );
    },
  );
});

describe('If-None-Match', () => {
  it('compares weakly', () => {
    expect(isUnchanged(`W/${current}`, current)).toBe(true);
    expect(isUnchanged(`${other}, ${current}`, current)).toBe(true);
    expect(isUnchanged('*', current)).toBe(true);
    expect(isUnchanged(other, current)).toBe(false);
    expect(isUnchanged(undefined, current)).toBe(false);
  });
});
