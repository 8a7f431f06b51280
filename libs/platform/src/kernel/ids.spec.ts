import { validate, version } from 'uuid';
import { idAt, newId } from './ids.js';

const MANY = 5_000;

const ids = (count: number): string[] => Array.from({ length: count }, newId);

describe('a new id', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is a UUIDv7, unlike any other, and not smaller than those before', () => {
    const made = ids(MANY);

    expect(made.every((id) => validate(id) && version(id) === 7)).toBe(true);
    expect(new Set(made).size).toBe(MANY);
    expect(made).toEqual(made.toSorted());
  });

  it('is not smaller than those before when the clock is set back', () => {
    const [before = ''] = ids(1);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 60_000);

    expect(ids(3).every((id) => id > before)).toBe(true);
  });

  it('ends in bytes that no other id of a millisecond has', () => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const ends = ids(MANY).map((id) => id.slice(-12));

    expect(new Set(ends).size).toBe(MANY);
  });
});

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
