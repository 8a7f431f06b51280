import { existsSync, readFileSync } from 'node:fs';
import { APPS } from '../build.mjs';
import { planted } from '../instrument/plant.mjs';
import { inRoot } from '../support/paths.mjs';
import { MUTANTS } from './catalogue.mjs';

describe('the catalogue of planted bugs', () => {
  it.each(MUTANTS)('has one place for $name in whatever it is built into', (bug) => {
    const built = APPS.map((app) => inRoot('dist', 'apps', app, bug.file.replace(/\.ts$/, '.js')))
      .filter(existsSync)
      .map((path) => readFileSync(path, 'utf8'));

    expect(built.length).toBeGreaterThan(0);
    for (const text of built) expect(planted(bug, text)).not.toBe(text);
  });
});
