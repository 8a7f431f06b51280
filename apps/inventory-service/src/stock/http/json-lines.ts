import { parseJson } from '@app/platform';
import { LineTooLong } from '../domain/import.errors.js';
import type { ImportLine } from '../import-products.js';
import { importLine, LONGEST_LINE_BYTES, unreadableLine } from './import-line.js';

const LINE_FEED = 0x0a;

/** The products in a stream of JSON lines. A line that cannot be read is a refused line; blank ones are none. */
export async function* jsonLines(source: AsyncIterable<Buffer>): AsyncGenerator<ImportLine> {
  let line = 0;
  for await (const bytes of linesIn(source)) {
    line += 1;
    if (bytes?.toString('utf8').trim() === '') continue;
    yield lineOf(line, bytes);
  }
}

function lineOf(line: number, bytes: Buffer | undefined): ImportLine {
  try {
    if (bytes === undefined) throw new LineTooLong(LONGEST_LINE_BYTES);
    return importLine(line, parseJson(bytes));
  } catch (error) {
    return unreadableLine(line, error);
  }
}

/** Each line without its end; undefined for one that is too long, of which nothing is kept. */
async function* linesIn(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer | undefined> {
  let begun: Buffer[] = [];
  let length = 0;
  const take = (): Buffer | undefined => {
    const line = length > LONGEST_LINE_BYTES ? undefined : Buffer.concat(begun);
    begun = [];
    length = 0;
    return line;
  };
  const keep = (piece: Buffer): void => {
    length += piece.length;
    if (length > LONGEST_LINE_BYTES) begun = [];
    else begun.push(piece);
  };
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      keep(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
  if (length > 0) yield take();
}
