import { fingerprint } from './fingerprint.js';

describe('a fingerprint', () => {
  it('does not depend on the order of keys, at any depth', () => {
    expect(fingerprint({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(fingerprint({ b: [{ d: 3, c: 2 }], a: 1 }));
    expect(fingerprint({ a: 1 })).toMatch(/^[0-9a-f]{64}$/);
  });

  it('tells apart what is different', () => {
    const bodies = [
      undefined,
      null,
      '',
      {},
      [],
      0,
      '0',
      { a: 1 },
      { a: '1' },
      [1, 2],
      [2, 1],
      { a: { b: 1 } },
      { a: {}, b: 1 },
    ];
    expect(new Set(bodies.map((body) => fingerprint(body))).size).toBe(bodies.length);
  });

  it('takes a field that is undefined for one that is absent, as JSON does', () => {
    expect(fingerprint({ a: 1, b: undefined })).toBe(fingerprint({ a: 1 }));
  });

  it('counts a key named __proto__', () => {
    expect(fingerprint(JSON.parse('{"__proto__":1}'))).not.toBe(fingerprint({}));
  });
});
