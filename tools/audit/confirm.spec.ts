import { confirmed } from './confirm.mjs';
import { Findings } from './findings.mjs';

/** What a look finds: of each subject, the facts of one rule. */
const looked = (facts: Record<string, unknown>): Findings => {
  const findings = new Findings();
  for (const [key, value] of Object.entries(facts)) findings.add('rule', { key, row: { value } });
  return findings;
};

async function after(first: Record<string, unknown>, ...later: Record<string, unknown>[]) {
  const asked: string[][] = [];
  const look = (keys: string[]) => {
    asked.push(keys);
    return Promise.resolve(looked(later[asked.length - 1] ?? {}));
  };
  const found = (await confirmed(['rule'], looked(first), { graceMs: 0, look })).get('rule');
  return { stayed: [...(found?.kept.keys() ?? [])], count: found?.count, asked };
}

describe('a finding', () => {
  it('is told when it was seen twice, and only its subject is looked at again', async () => {
    expect(await after({ a: 1, b: 1 }, { a: 1 })).toEqual({ stayed: ['a'], count: 1, asked: [['a', 'b']] });
  });

  it('that is gone is forgotten', async () => {
    expect(await after({ a: 1 }, {})).toMatchObject({ stayed: [], count: 0 });
  });

  it('that has moved is looked at again until it stays or is gone', async () => {
    expect(await after({ a: 1, b: 1 }, { a: 2, b: 2 }, { a: 2 })).toEqual({
      stayed: ['a'],
      count: 1,
      asked: [
        ['a', 'b'],
        ['a', 'b'],
      ],
    });
  });

  it('that never stays is not told', async () => {
    const moving = Array.from({ length: 20 }, (_, index) => ({ a: index }));
    const { stayed, asked } = await after({ a: -1 }, ...moving);
    expect(stayed).toEqual([]);
    expect(asked).toHaveLength(10);
  });

  it('beyond those that are looked at again counts with them', async () => {
    const many = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`k${index}`, 1]));
    const kept = Object.fromEntries(Object.entries(many).slice(0, 1000));
    expect((await after(many, kept)).count).toBe(1500);
  });
});
