import { readFileSync } from 'node:fs';
import { inRoot } from '../support/paths.mjs';
import { MUTANTS } from './mutants.mjs';

describe('the planted bugs', () => {
  it('are those of the table in docs/simulation.md, with what each breaks', () => {
    const page = readFileSync(inRoot('docs', 'simulation.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(.+?)` +\| (.+?) +\| .+\|$/gm)].map(([, name, explanation]) => ({
      name,
      explanation,
    }));

    expect(rows).toEqual(MUTANTS.map(({ name, explanation }) => ({ name, explanation })));
  });

  it('have names of their own', () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });
});
