import { CsvError, parse } from 'csv-parse';
import { MalformedCsv, WrongNumberOfFields } from '../domain/import.errors.js';
import type { ImportLine } from '../import-products.js';
import { IMPORT_FIELDS, importLine, LONGEST_LINE_BYTES, unreadableLine } from './import-line.js';

interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

const NUMBERS = new Set(['quantity', 'price', 'lowStockThreshold']);
const DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * The products in a stream of CSV (RFC 4180, UTF-8, commas) whose first line names the fields. An empty field says
 * nothing. A record of several lines counts as the last of them.
 *
 * @throws {MalformedCsv} when it cannot be read, from there on.
 */
export async function* csvLines(source: AsyncIterable<Buffer>): AsyncGenerator<ImportLine> {
  let header: readonly string[] | undefined;
  for await (const { line, fields } of recordsIn(source)) {
    if (header) yield lineOf(line, header, fields);
    else header = checkedHeader(fields);
  }
  if (!header) throw new MalformedCsv('there is no header');
}

async function* recordsIn(source: AsyncIterable<Buffer>): AsyncGenerator<CsvRecord> {
  const found: CsvRecord[] = [];
  const parser = parse({
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_LINE_BYTES,
    // Taken here and not from the stream, which forgets what it has read once it meets an error.
    on_record: (fields: readonly string[], { lines: line }) => {
      found.push({ line, fields });
      return null;
    },
  });
  // Those who write are told.
  parser.on('error', () => undefined);
  const taken = (): CsvRecord[] => found.splice(0);

  for await (const text of textOf(source)) {
    const error = await settled((done) => parser.write(text, done));
    yield* taken();
    if (error) throw new MalformedCsv(reasonOf(error));
  }
  const error = await settled((done) => parser.end(done));
  yield* taken();
  if (error) throw new MalformedCsv(reasonOf(error));
}

const settled = (begin: (done: (error?: Error | null) => void) => unknown): Promise<Error | undefined> =>
  new Promise((resolve) => {
    begin((error) => resolve(error ?? undefined));
  });

async function* textOf(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (bytes?: Buffer): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new MalformedCsv('it is not UTF-8');
    }
  };
  for await (const bytes of source) yield decoded(bytes);
  yield decoded();
}

function checkedHeader(names: readonly string[]): readonly string[] {
  const unknown = names.find((name) => !IMPORT_FIELDS.includes(name));
  if (unknown !== undefined)
    throw new MalformedCsv(`there is no field ${JSON.stringify(unknown.slice(0, 64))}`);
  if (new Set(names).size < names.length) throw new MalformedCsv('a field occurs twice in the header');
  if (!names.includes('productId')) throw new MalformedCsv('the header lacks productId');
  return names;
}

function lineOf(line: number, header: readonly string[], record: readonly string[]): ImportLine {
  if (record.length !== header.length) {
    return unreadableLine(line, new WrongNumberOfFields(header.length, record.length));
  }
  const fields = header.flatMap((name, index): [string, unknown][] => {
    const text = record[index] ?? '';
    if (text === '') return [];
    return [[name, NUMBERS.has(name) && DECIMAL.test(text) ? Number(text) : text]];
  });
  return importLine(line, Object.fromEntries(fields));
}

// The parser's own messages quote the record, which may be long and is none of our words.
const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote is closed in the middle of a field',
  INVALID_OPENING_QUOTE: 'a quote stands in the middle of a field',
  CSV_MAX_RECORD_SIZE: `a record is longer than ${LONGEST_LINE_BYTES} characters`,
};

function reasonOf(error: Error): string {
  if (!(error instanceof CsvError)) throw error;
  const { code, lines } = error as CsvError & { lines?: unknown };
  const reason = REASONS[code] ?? 'it is not CSV';
  return typeof lines === 'number' ? `${reason}, at line ${lines}` : reason;
}
