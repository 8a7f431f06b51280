import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../proof/finding.js';
import { MUTANTS } from './catalogue.mjs';
import { live } from './day.js';
import { wordsFor } from './days.mjs';

const names = process.env['WAYBILL_MUTANTS']?.split(',') ?? MUTANTS.map(({ name }) => name);
const outcomes = process.env['WAYBILL_MUTANTS_OUTCOMES'];
const chosen = MUTANTS.filter(({ name }) => names.includes(name));
const days = new Map(chosen.map(({ day }) => [wordsFor(day), day]));
const LIMIT_MS = 600_000;

/** For whoever puts the outcomes on record; one line each, by the ids of the trials. */
function note(id: string, found: readonly Finding[]): void {
  if (outcomes) appendFileSync(outcomes, `${JSON.stringify({ id, found })}\n`);
}

describe('a system', () => {
  let reports: string;
  beforeAll(async () => {
    reports = await mkdtemp(join(tmpdir(), 'planted-bugs-'));
  });
  afterAll(() => rm(reports, { recursive: true }));

  // Otherwise whatever finds the bug would find it in anything.
  it.each([...days].map(([words, day], at) => ({ words, day, at })))(
    'without a bug comes through a day with nothing to be found, on which this happens: $words',
    async ({ words, day, at }) => {
      const found = await live(day, join(reports, `none-${at}`));
      note(`control: ${words}`, found);
      expect(found).toEqual([]);
    },
    LIMIT_MS,
  );

  it.each(chosen)(
    'with $name is caught by what it does',
    async ({ name, day, ...bug }) => {
      const found = await live(day, join(reports, name), bug);
      note(`day: ${name}`, found);
      expect(found).not.toEqual([]);
    },
    LIMIT_MS,
  );
});
