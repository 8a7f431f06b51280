import { flattenHeaders } from './shallow-headers.js';

const short = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
const long = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const tagged = (tag: string, bytes: Buffer): Buffer => Buffer.concat([Buffer.from(tag), bytes]);
const nested = (kinds: string, depth: number, inside: Buffer): Buffer => {
  let value = inside;
  for (let level = depth; level > 0; level -= 1) {
    const tag = kinds[level % kinds.length] ?? '';
    value = tagged(tag, long(tag === 'F' ? Buffer.concat([short('k'), value]) : value));
  }
  return value;
};
const entry = (name: string, value: Buffer): Buffer => Buffer.concat([short(name), value]);

/** A content header frame with headers, and what the broker sends after it. */
function frameOf(headers: Buffer, { described = true } = {}): Buffer {
  const flags = Buffer.alloc(2);
  flags.writeUInt16BE(described ? 0xe000 : 0x2000);
  const properties = described ? [short('a/b'), short('gzip')] : [];
  const payload = Buffer.concat([Buffer.alloc(12), flags, ...properties, long(headers)]);
  const start = Buffer.from([2, 0, 1]);
  return Buffer.concat([start, long(payload), Buffer.from([0xce, 3, 0, 1])]);
}

describe('headers in a frame', () => {
  // Of every type that there is.
  const FLAT = Object.entries({
    t: 1,
    b: 1,
    B: 1,
    s: 2,
    u: 2,
    I: 4,
    i: 4,
    l: 8,
    f: 4,
    d: 8,
    D: 5,
    T: 8,
    V: 0,
  })
    .map(([tag, size]) => entry('n', tagged(tag, Buffer.alloc(size))))
    .concat(entry('n', tagged('S', long(Buffer.alloc(600)))), entry('n', tagged('x', long(Buffer.alloc(9)))));

  it.each([
    ['arrays', 'A', 99 * 5, true],
    ['arrays, and nothing before them,', 'A', 99 * 5, false],
    ['tables', 'F', 99 * 7, true],
    ['arrays of tables', 'FA', 50 * 5 + 49 * 7, true],
  ])('that are %s in each other are cut off at a hundred levels', (_, kinds, bytesAbove, described) => {
    const deep = entry('deep', nested(kinds, 5000, tagged('I', Buffer.alloc(4))));
    const before = frameOf(Buffer.concat([...FLAT, deep, ...FLAT, deep]), { described });
    const after = Buffer.from(before);

    flattenHeaders(after);

    const changed = [...after.keys()].filter((at) => after[at] !== before[at]);
    const named = short('deep');
    const first = before.indexOf(named) + named.length + bytesAbove;
    expect(changed).toEqual([first, before.indexOf(named, first) + named.length + bytesAbove]);
    expect(changed.map((at) => String.fromCharCode(after[at] ?? 0))).toEqual(['x', 'x']);
  });

  it.each<[string, Buffer]>([
    [
      'as deep as anybody means',
      frameOf(Buffer.concat([...FLAT, entry('k', nested('AF', 99, Buffer.from('V')))])),
    ],
    ['none', frameOf(Buffer.alloc(0))],
    [
      'in a frame that is not all there',
      frameOf(entry('k', nested('A', 500, Buffer.from('V')))).subarray(0, 2000),
    ],
    [
      'of a type that there is not',
      frameOf(Buffer.concat([entry('k', Buffer.from('?')), Buffer.alloc(600, 'A')])),
    ],
    [
      'whose lengths lie',
      frameOf(Buffer.concat([entry('k', tagged('A', Buffer.alloc(4, 0xff))), Buffer.alloc(600)])),
    ],
    [
      'of another frame',
      Buffer.concat([Buffer.from([3]), frameOf(entry('k', nested('A', 500, Buffer.from('V')))).subarray(1)]),
    ],
  ])('that are %s are left alone', (_, frame) => {
    const before = Buffer.from(frame);
    flattenHeaders(frame);
    expect(frame.equals(before)).toBe(true);
  });
});
