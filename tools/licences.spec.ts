import { isPermitted } from './licences.mjs';

describe('a licence', () => {
  it.each(['MIT', '(MIT OR GPL-3.0)', 'Apache-2.0 AND MIT', 'MIT (http://mootools.net/license.txt)'])(
    'is permitted: %s',
    (licence) => {
      expect(isPermitted(licence)).toBe(true);
    },
  );

  it.each(['GPL-3.0', 'AGPL-3.0-only', 'MIT AND GPL-3.0', 'SEE LICENSE IN LICENSE', 'UNLICENSED', ''])(
    'is to be looked at by a person: %s',
    (licence) => {
      expect(isPermitted(licence)).toBe(false);
    },
  );
});
