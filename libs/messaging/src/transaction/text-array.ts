// What PostgreSQL calls the type of the elements, and how long what comes before them is.
const TEXT = 25;
const HEAD_LENGTH = 20;
const LENGTH_LENGTH = 4;
const NOTHING = -1;

/**
 * A parameter of the type `text[]` as it travels in binary form, for long texts: as a literal each quote and backslash of
 * theirs is escaped here, and looked at one by one there, which takes longer than storing them.
 */
export function textArray(texts: readonly (string | null)[]): Buffer {
  const lengths = texts.map((text) => (text === null ? 0 : Buffer.byteLength(text)));
  const length = lengths.reduce((sum, one) => sum + LENGTH_LENGTH + one, HEAD_LENGTH);
  const array = Buffer.allocUnsafe(length);
  // Dimensions, whether there are nulls, the type; then of the one dimension how many there are, from 1.
  let at = 0;
  for (const word of [1, texts.includes(null) ? 1 : 0, TEXT, texts.length, 1])
    at = array.writeInt32BE(word, at);
  for (const [place, text] of texts.entries()) {
    at = array.writeInt32BE(text === null ? NOTHING : (lengths[place] ?? 0), at);
    if (text !== null) at += array.write(text, at);
  }
  return array;
}
