import { createTestDatabase, type TestDatabase } from '@app/testing';
import fc from 'fast-check';
import { CreateTables1 } from './fixture.js';
import { textArray } from '../src/index.js';

describe('an array of texts in binary form', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase([CreateTables1]);
  });
  afterAll(() => database.drop());

  const asRead = async (values: readonly (string | null)[]) => {
    const [row] = await database.query<{ texts: (string | null)[] }>('SELECT $1::text[] AS texts', [
      textArray(values),
    ]);
    return row?.texts;
  };

  it('is read as it was given, with nulls, empty texts, quotes, backslashes and what UTF-8 takes four bytes for', async () => {
    const values = ['', null, 'NULL', '"', '\\', '{a,b}', 'größer', '🦉', ' \n\t '];

    expect(await asRead(values)).toEqual(values);
    expect(await asRead([])).toEqual([]);
  });

  it('is read as it was given, whatever the texts', async () => {
    // PostgreSQL stores no NUL.
    const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
        expect(await asRead(values)).toEqual(values);
      }),
    );
  });

  it('is refused as data when it holds what no text of the database can', async () => {
    await expect(asRead(['a\u0000b'])).rejects.toMatchObject({ code: '22021' });
  });
});
