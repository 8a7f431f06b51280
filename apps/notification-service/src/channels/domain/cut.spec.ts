import fc from 'fast-check';
import { cut, cutToJson } from './cut.js';

describe('a text that is cut', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['eleven characters', 7, 'eleven…'],
    ['ab😀', 3, 'ab…'],
  ])('%j to %i is %j', (text, longest, result) => {
    expect(cut(text, longest)).toBe(result);
  });

  it('takes no more bytes in JSON than it may, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 10, max: 400 }),
        (text, bytes) => {
          const result = cutToJson(text, bytes);
          return (
            Buffer.byteLength(JSON.stringify(result)) <= bytes &&
            (result === text || result === '' || result.endsWith('…'))
          );
        },
      ),
    );
  });
});
