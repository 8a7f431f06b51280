import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LogLine {
  readonly message: string;
  readonly level: string;
}

// The arguments of a call, which may hold calls themselves.
const CALL =
  /\b(?:logger|log|record|audit)\.(debug|info|warn|error|fatal)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/g;

function linesIn(source: string): LogLine[] {
  return [...source.matchAll(CALL)].flatMap(([, level = '', given = '']) => {
    const message = /'([^'\n]+)',?\s*$/.exec(given)?.[1];
    return message === undefined ? [] : [{ message, level }];
  });
}

function sources(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => /(^|\/)src\/.*\.ts$/.test(file) && !file.endsWith('.spec.ts') && !/(^|\/)test/.test(file),
    )
    .map((file) => readFileSync(join(directory, file), 'utf8'));
}

const lines = ['apps', 'libs'].flatMap((directory) => sources(directory).flatMap(linesIn));
const rows = readFileSync('docs/operations.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'));

describe('a line of the log', () => {
  it('is found in the source', () => {
    expect(lines.length).toBeGreaterThan(50);
  });

  it.each(lines)('is in the table of docs/operations.md, with its level: $message', ({ message, level }) => {
    const told = rows.filter((row) => row.includes(`\`${message}\``));
    expect(told.filter((row) => new RegExp(`\\|[^|]*\\b${level}\\b[^|]*\\|`).test(row))).not.toEqual([]);
  });
});
