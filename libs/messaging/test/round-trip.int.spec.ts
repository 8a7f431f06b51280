import { createTestDatabase, type TestDatabase } from '@app/testing';
import pg, { type PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { prepared } from '../src/index.js';
import { roundTrip } from '../src/transaction/round-trip.js';
import { SqlTransaction } from '../src/transaction/sql-transaction.js';
import { CreateTables1 } from './fixture.js';

const PUT = prepared('INSERT INTO kept (id) VALUES ($1)');
const put = (id: unknown) => ({ ...PUT, values: [id] });
const BEGIN = { text: 'BEGIN' };
const COMMIT = { text: 'COMMIT' };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase([CreateTables1]);
  await database.query('CREATE TABLE kept (id integer PRIMARY KEY)');
});
afterAll(() => database.drop());
beforeEach(() => database.query('TRUNCATE kept'));

const kept = async () =>
  (await database.query<{ id: number }>('SELECT id FROM kept ORDER BY id')).map(({ id }) => id);

describe('statements that travel together', () => {
  let pool: pg.Pool;
  let client: PoolClient;
  beforeEach(async () => {
    const { username: user, ...config } = database.config;
    pool = new pg.Pool({ ...config, user, max: 1 });
    client = await pool.connect();
    client.on('error', () => undefined);
  });
  afterEach(async () => {
    client.release(true);
    await pool.end();
  });

  it('have their own rows each, in order, and later ones see what earlier ones have done', async () => {
    const rows = await roundTrip(client, [
      BEGIN,
      put(1),
      { text: '' },
      { text: 'SELECT id FROM kept' },
      put(2),
      { text: 'SELECT $1::int AS n, count(*)::int AS all FROM kept', values: [7] },
      COMMIT,
    ]);

    expect(rows.slice(2)).toEqual([[], [{ id: 1 }], [], [{ n: 7, all: 2 }], []]);
    expect(await kept()).toEqual([1, 2]);
  });

  it('end with the one that fails: those behind it are not done, and those before it undone', async () => {
    await expect(roundTrip(client, [BEGIN, put(1), put(1), put(2), COMMIT])).rejects.toMatchObject({
      code: '23505',
    });

    await client.query('ROLLBACK');
    expect(await kept()).toEqual([]);
  });

  it('do nothing outside a transaction that was refused', async () => {
    const refused = { text: 'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE NONSENSE' };

    await expect(roundTrip(client, [refused, put(1), COMMIT])).rejects.toMatchObject({ code: '42601' });

    expect(await kept()).toEqual([]);
  });

  it('can be sent again under their names when the server had not come to them', async () => {
    const others = [prepared('SELECT 1 AS n'), prepared('SELECT 2 AS n')];
    await expect(roundTrip(client, [{ text: 'SELECT 1 / 0' }, ...others])).rejects.toMatchObject({
      code: '22012',
    });

    for (let time = 0; time < 2; time++)
      expect(await roundTrip(client, others)).toEqual([[{ n: 1 }], [{ n: 2 }]]);
  });

  it('end with one whose values cannot be written, and leave the connection in step', async () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;

    await expect(roundTrip(client, [BEGIN, put(1), put(circular), put(2), COMMIT])).rejects.toThrow(
      'circular',
    );

    await client.query('ROLLBACK');
    expect(await kept()).toEqual([]);
    expect(await roundTrip(client, [put(3), put(4)])).toEqual([[], []]);
  });

  it('fail with a connection that is lost', async () => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const lost = roundTrip(client, [{ text: 'SELECT pg_sleep(60)' }, put(1)]);
    await Promise.all([
      expect(lost).rejects.toThrow(/terminat/),
      database.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]),
    ]);
    expect(await kept()).toEqual([]);
  });
});

describe('a transaction', () => {
  let dataSource: DataSource;
  beforeAll(async () => {
    dataSource = await database.open();
  });
  afterAll(() => dataSource.destroy());

  /** What is sent to the server: a packet of statements for each trip. */
  async function tripsOf(work: (tx: SqlTransaction) => Promise<void>): Promise<number> {
    const tx = await SqlTransaction.begin(dataSource, 'default');
    const sent = jest.spyOn(pg.Client.prototype, 'query');
    try {
      await work(tx);
      return sent.mock.calls.length;
    } finally {
      sent.mockRestore();
      await tx.release();
    }
  }

  it('takes one trip for all that it writes, and one for each answer that it waits for', async () => {
    const trips = await tripsOf(async (tx) => {
      tx.write(PUT, [1]);
      tx.write(PUT, [2]);
      const [all, [least]] = await Promise.all([
        tx.query<{ id: number }>('SELECT id FROM kept ORDER BY id'),
        tx.query<{ id: number }>('SELECT min(id) AS id FROM kept'),
      ]);
      expect([all.length, least?.id]).toEqual([2, 1]);
      tx.write(PUT, [3]);
      await tx.commit();
    });

    expect(trips).toBe(2);
    expect(await kept()).toEqual([1, 2, 3]);
  });

  it('says nothing to the server when there is nothing to do', async () => {
    expect(await tripsOf((tx) => tx.commit())).toBe(0);
    expect(await tripsOf(async (tx) => expect(await tx.rollBack()).toBe(true))).toBe(0);
  });

  it('fails at its commit for what it has written before, and keeps nothing', async () => {
    await tripsOf(async (tx) => {
      tx.write(PUT, [1]);
      tx.write(PUT, [1]);
      await expect(tx.commit()).rejects.toMatchObject({ code: '23505' });
      expect(await tx.rollBack()).toBe(true);
    });

    expect(await kept()).toEqual([]);
  });

  it('sends nothing more once something has failed', async () => {
    await tripsOf(async (tx) => {
      await expect(tx.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
      tx.write(PUT, [1]);
      await expect(tx.commit()).rejects.toMatchObject({ code: '22012' });
      await tx.rollBack();
    });

    expect(await kept()).toEqual([]);
  });
});
