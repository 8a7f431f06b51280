import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MUTANTS } from './catalogue.mjs';
import { live } from './day.js';

const names = process.env['WAYBILL_MUTANTS']?.split(',') ?? MUTANTS.map(({ name }) => name);
const outcomes = process.env['WAYBILL_MUTANTS_OUTCOMES'];
const chosen = MUTANTS.filter(({ name }) => names.includes(name));
const days = new Map(chosen.map(({ day }) => [JSON.stringify(day), day]));
const LIMIT_MS = 600_000;

/** For whoever prints the table; one line each. */
function note(name: string, started: number, found: readonly string[]): void {
  const seconds = (Date.now() - started) / 1000;
  if (outcomes) appendFileSync(outcomes, `${JSON.stringify({ name, seconds, found })}\n`);
}

describe('a system', () => {
  let reports: string;
  beforeAll(async () => {
    reports = await mkdtemp(join(tmpdir(), 'planted-bugs-'));
  });
  afterAll(() => rm(reports, { recursive: true }));

  // Otherwise whatever finds the bug would find it in anything.
  it.each([...days.values()].map((day, at) => ({ day, at })))(
    'without a bug comes through a day of $day with nothing to be found',
    async ({ day, at }) => {
      const started = Date.now();
      const found = await live(day, join(reports, `none-${at}`));
      note('none', started, found);
      expect(found).toEqual([]);
    },
    LIMIT_MS,
  );

  it.each(chosen)(
    'with $name is caught by what it does',
    async ({ name, day, shows, ...bug }) => {
      const started = Date.now();
      const found = await live(day, join(reports, name), bug);
      note(
        name,
        started,
        found.toSorted((a, b) => Number(b.includes(shows)) - Number(a.includes(shows))),
      );
      expect(found).toContainEqual(expect.stringContaining(shows));
    },
    LIMIT_MS,
  );
});
