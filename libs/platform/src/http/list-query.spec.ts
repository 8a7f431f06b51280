import { z } from 'zod';
import { encodeCursor } from './cursor.js';
import { listQuery, stretchOf } from './list-query.js';

const place = z.strictObject({ after: z.int() });
const asked = (query: object) => stretchOf(place, listQuery.parse(query));

describe('a query of a list', () => {
  it('asks for the first fifty when it says nothing', () => {
    expect(asked({})).toEqual({ limit: 50, after: undefined, offset: 0 });
  });

  it('goes on at a cursor', () => {
    const cursor = encodeCursor({ after: 7 });
    expect(asked({ limit: '3', cursor })).toEqual({ limit: 3, after: { after: 7 }, offset: 0 });
  });

  it.each([
    [{ page: '1' }, { limit: 50, offset: 0 }],
    [{ per_page: '20' }, { limit: 20, offset: 0 }],
    [
      { page: '3', per_page: '20' },
      { limit: 20, offset: 40 },
    ],
    [
      { page: '500', per_page: '200' },
      { limit: 200, offset: 99_800 },
    ],
  ])('counts pages from one: %j', (query, stretch) => {
    expect(asked(query)).toEqual({ ...stretch, after: undefined });
  });

  it.each([
    [{ page: '1', cursor: encodeCursor({ after: 7 }) }, 'mixed-pagination', '/cursor'],
    [{ per_page: '20', limit: '20' }, 'mixed-pagination', '/limit'],
    [{ page: '501', per_page: '200' }, 'page-too-far', '/page'],
    [{ page: '100000' }, 'page-too-far', '/page'],
    [{ cursor: 'WzFd' }, 'invalid-cursor', '/cursor'],
  ])('%j is refused with a code and a pointer', (query, code, pointer) => {
    expect(() => asked(query)).toThrow(
      expect.objectContaining({ code, kind: 'invalid', errors: [expect.objectContaining({ pointer })] }),
    );
  });

  it.each([
    { page: '0' },
    { page: '-1' },
    { page: '1.5' },
    { page: '1e3' },
    { page: '100001' },
    { page: '' },
    { page: ['1', '2'] },
    { per_page: '0' },
    { per_page: '201' },
    { limit: '0' },
    { limit: '201' },
  ])('%j is no query at all', (query) => {
    expect(listQuery.safeParse(query).success).toBe(false);
  });
});
