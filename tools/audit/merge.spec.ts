import fc from 'fast-check';
import { merged } from './merge.mjs';

type Rows = { key: string; a?: { key: string }; b?: { key: string } };

async function* inBatches(keys: readonly string[], size: number) {
  for (let at = 0; at < keys.length; at += size) yield keys.slice(at, at + size).map((key) => ({ key }));
}

async function all(a: readonly string[], b: readonly string[], size = 2): Promise<Rows[]> {
  const rows: Rows[] = [];
  for await (const row of merged<Rows>({ a: inBatches(a, size), b: inBatches(b, size) })) rows.push(row);
  return rows;
}

describe('streams side by side', () => {
  it('give every key that any has once, in order, with the row of each that has it', async () => {
    const sorted = fc.uniqueArray(fc.string()).map((keys) => keys.toSorted(byUnits));
    await fc.assert(
      fc.asyncProperty(sorted, sorted, fc.integer({ min: 1, max: 4 }), async (a, b, size) => {
        const rows = await all(a, b, size);
        expect(rows.map(({ key }) => key)).toEqual([...new Set([...a, ...b])].toSorted(byUnits));
        expect(rows.flatMap((row) => (row.a ? [row.key] : []))).toEqual(a);
        expect(rows.flatMap((row) => (row.b ? [row.key] : []))).toEqual(b);
      }),
    );
  });

  it.each([
    ['not in the order of their keys', ['b', 'a']],
    ['twice of one key', ['a', 'a']],
  ])('are refused when they are %s', async (_, keys) => {
    for (const size of [1, 2]) await expect(all(keys, [], size)).rejects.toThrow('a is out of order');
  });
});

const byUnits = (a: string, b: string) => (a < b ? -1 : Number(a > b));
