import { idAt, newId } from './ids.js';

describe('the first id of a time', () => {
  it('is not greater than any id made since, and greater than any made a millisecond before', () => {
    const before = Date.now();
    const id = newId();
    const after = Date.now();

    expect(idAt(before) <= id).toBe(true);
    expect(id < idAt(after + 1)).toBe(true);
  });

  it('is a UUID at both ends of what a time may be', () => {
    expect(idAt(-1)).toBe('00000000-0000-0000-0000-000000000000');
    expect(idAt(Date.parse('9999-12-31T23:59:59.999Z'))).toMatch(/^e677d21f-dbff-0{4}-0{4}-0{12}$/);
  });
});
