import { prepared } from '../src/transaction/prepared.js';
import { cause, useSystem } from './fixture.js';

describe('a prepared statement', () => {
  const system = useSystem();

  it('is prepared once by a connection, and gives rows like any other', async () => {
    const { transactions } = await system.start({ consume: false });
    const DOUBLED = prepared('SELECT 2 * $1::int AS doubled');

    const seen = await transactions.run(cause(), async (tx) => {
      const rows = [await tx.query(DOUBLED, [1]), await tx.query(DOUBLED, [21])];
      const known = await tx.query('SELECT name FROM pg_prepared_statements WHERE statement = $1', [
        DOUBLED.text,
      ]);
      return { rows, known };
    });

    expect(seen).toEqual({ rows: [[{ doubled: 2 }], [{ doubled: 42 }]], known: [{ name: DOUBLED.name }] });
  });

  it('has a name of its own', () => {
    expect(prepared('SELECT 1').name).not.toBe(prepared('SELECT 2').name);
  });
});
