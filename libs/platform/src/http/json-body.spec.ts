import { InvalidRequest } from '../problems/invalid-request.js';
import { parseJson } from './json-body.js';

const read = (text: string) => parseJson(Buffer.from(text));

function refusalOf(bytes: Buffer): { code: string; pointer?: string } {
  try {
    parseJson(bytes);
  } catch (error) {
    if (error instanceof InvalidRequest) return { code: error.code, pointer: error.errors[0]?.pointer };
    throw error;
  }
  return { code: 'none' };
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('a JSON body', () => {
  it('is read as JSON.parse reads it', () => {
    const text = '{"a":[1,2,{"b":null}],"c":"\\ud83d\\ude00 \\\\u0000 [[[ \\" }}}","d":1e3}';
    expect(read(text)).toEqual(JSON.parse(text));
  });

  it('may nest 64 levels deep, and brackets in strings do not count', () => {
    expect(() => read(nested(64))).not.toThrow();
    expect(() => read(JSON.stringify({ a: '['.repeat(1000), b: `\\"${'{'.repeat(1000)}` }))).not.toThrow();
  });

  it.each([
    ['65 levels', nested(65)],
    ['100,000 arrays', nested(100_000)],
    ['100,000 arrays left open', '['.repeat(100_000)],
    ['100,000 objects', '{"a":'.repeat(100_000)],
    ['half a document', '{"a":'],
    ['two documents', '{}{}'],
    ['a comment', '{/* */}'],
    ['NaN', '{"a":NaN}'],
    ['a raw NUL', '{"a":"\0"}'],
    ['blanks only', '  '],
  ])('of %s is malformed', (_what, text) => {
    expect(refusalOf(Buffer.from(text))).toEqual({ code: 'malformed-json', pointer: '' });
  });

  it('must be UTF-8', () => {
    expect(refusalOf(Buffer.from([0x22, 0xff, 0x22])).code).toBe('malformed-json');
    expect(refusalOf(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])).code).toBe('malformed-json');
  });

  it.each([
    ['{"a":{"b":["x","\\u0000"]}}', '/a/b/1'],
    ['{"a":"x\\uD83Dx"}', '/a'],
    ['{"a":"\\ude00"}', '/a'],
    ['"\\ud800"', ''],
    ['{"a\\u0000b":1}', '/a\ufffdb'],
  ])('with text that no column holds (%s) is refused, with a pointer to it', (text, pointer) => {
    expect(refusalOf(Buffer.from(text))).toEqual({ code: 'invalid-text', pointer });
  });

  it.each([
    '{"a":{"__proto__":{"x":1}}}',
    '{"a":{"\\u005f_proto__":1}}',
    '{"a":{"__pro\\u0074o__":1}}',
    '{"a":{"__p\\u0072oto__":1}}',
  ])('with a key that would be a prototype (%s) is refused, however it is spelt', (text) => {
    expect(refusalOf(Buffer.from(text))).toEqual({ code: 'validation-failed', pointer: '/a/__proto__' });
  });

  it('may speak of __proto__ in a value', () => {
    expect(read('{"a":"__proto__"}')).toEqual({ a: '__proto__' });
  });

  it('may be empty, which is no body', () => {
    expect(read('')).toBeUndefined();
  });
});
