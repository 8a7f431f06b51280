import { sameInstallation } from './install.mjs';

const locked = {
  '': {},
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', optional: true },
};
const { 'node_modules/a': a, 'node_modules/b': b } = locked;

describe('whether the locked packages are installed', () => {
  it.each([
    ['all of them', { 'node_modules/a': a, 'node_modules/b': b }],
    ['all but an optional one, which is for another platform', { 'node_modules/a': a }],
  ])('is true of %s', (_, installed) => {
    expect(sameInstallation(locked, installed)).toBe(true);
  });

  it.each([
    ['a missing one', { 'node_modules/b': b }],
    ['another version', { 'node_modules/a': { ...a, version: '1.0.1' } }],
    ['another content', { 'node_modules/a': { ...a, integrity: 'sha512-x' } }],
    ['one too many', { 'node_modules/a': a, 'node_modules/c': a }],
  ])('is false of %s', (_, installed) => {
    expect(sameInstallation(locked, installed)).toBe(false);
  });
});
