const TEXT_OID = 25;
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL = -1;

/**
 * A parameter of the type `text[]` in PostgreSQL's binary form (`array_send` in its arrayfuncs.c: dimensions, whether any
 * is null, the elements' type, size and lower bound, then each element behind its length). The driver sends arrays as text,
 * in which every quote and backslash is escaped, and the server undoes that: for JSON and HTML it takes both longer than
 * all else about a statement. The statement must say `::text[]`.
 */
export function textArray(values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? NULL : Buffer.byteLength(value)));
  const size = lengths.reduce((sum, length) => sum + LENGTH_BYTES + Math.max(0, length), HEADER_BYTES);
  const array = Buffer.allocUnsafe(size);
  let at = 0;
  for (const field of [1, lengths.includes(NULL) ? 1 : 0, TEXT_OID, values.length, 1]) {
    at = array.writeInt32BE(field, at);
  }
  for (const [place, value] of values.entries()) {
    at = array.writeInt32BE(lengths[place] ?? NULL, at);
    if (value !== null) at += array.write(value, at);
  }
  return array;
}
