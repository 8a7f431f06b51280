import { closureOf } from './closure.mjs';

const packages = {
  '': { dependencies: { letters: '1' } },
  'node_modules/letters': {
    dependencies: { parser: '1', '@x/words': '1' },
    peerDependencies: { host: '1', compiler: '1' },
    peerDependenciesMeta: { compiler: { optional: true } },
  },
  'node_modules/letters/node_modules/parser': { dependencies: { tokens: '1' } },
  'node_modules/parser': { dependencies: { other: '1' } },
  'node_modules/tokens': { optionalDependencies: { absent: '1' } },
  'node_modules/@x/words': { dependencies: { letters: '1' } },
  'node_modules/host': {},
  'node_modules/compiler': {},
  'node_modules/other': {},
};

describe('what a package needs to run', () => {
  it('is found where Node would find it, the nearest first', () => {
    expect(closureOf(packages, ['letters'])).toEqual([
      'node_modules/@x/words',
      'node_modules/host',
      'node_modules/letters',
      'node_modules/letters/node_modules/parser',
      'node_modules/tokens',
    ]);
  });

  it('is no peer that it can do without', () => {
    expect(closureOf(packages, ['letters'])).not.toContain('node_modules/compiler');
  });

  it('is nothing for a package that is not installed', () => {
    expect(closureOf(packages, ['absent'])).toEqual([]);
  });
});
