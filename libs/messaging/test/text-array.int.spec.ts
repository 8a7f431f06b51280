import { createTestDatabase, type TestDatabase } from '@app/testing';
import { textArray } from '../src/transaction/text-array.js';

let database: TestDatabase;

beforeAll(async () => void (database = await createTestDatabase([])));
afterAll(() => database.drop());

const asStored = async (texts: readonly (string | null)[]) => {
  const rows = await database.query<{ text: string | null }>(
    'SELECT text FROM unnest($1::text[]) WITH ORDINALITY AS t (text, place) ORDER BY place',
    [textArray(texts)],
  );
  return rows.map(({ text }) => text);
};

describe('texts that travel as an array', () => {
  it.each<[string, readonly (string | null)[]]>([
    ['none', []],
    ['one', ['a']],
    ['nothing among them', ['a', null, '']],
    ['what a literal would have to escape', ['{"a":"b\\\\c"}', 'NULL', ',{}', '"', "'", '\n\t']],
    ['more than one byte to a character', ['ä', '€', '🚲', 'ß'.repeat(10_000)]],
  ])('arrive as they are: %s', async (_, texts) => {
    expect(await asStored(texts)).toEqual(texts);
  });

  it('are refused as data when they hold what no text of the database can', async () => {
    await expect(asStored(['a\u0000b'])).rejects.toMatchObject({ code: '22021' });
  });
});
