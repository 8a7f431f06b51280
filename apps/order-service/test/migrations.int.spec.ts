import { createTestDatabase, type TestDatabase } from '@app/testing';
import type { DataSource } from 'typeorm';
import { migrations } from '../src/migrations.js';

describe('the schema of orders', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  const tables = async () => {
    const rows = await database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'migrations'`,
    );
    return rows.map(({ name }) => name);
  };

  const order = (overrides: Record<string, string>) => {
    const row = {
      id: 'gen_random_uuid()',
      version: '1',
      status: `'PENDING'`,
      customer_id: 'gen_random_uuid()',
      lines: `'[{}]'`,
      total_minor: '0',
      currency: `'EUR'`,
      created_at: 'now()',
      updated_at: 'now()',
      ...overrides,
    };
    return database.query(
      `INSERT INTO orders (${Object.keys(row).join()}) VALUES (${Object.values(row).join()})`,
    );
  };

  beforeAll(async () => {
    database = await createTestDatabase(migrations);
    dataSource = await database.open();
  });

  afterAll(async () => {
    if (dataSource.isInitialized) await dataSource.destroy();
    await database.drop();
  });

  it.each<[string, Record<string, string>]>([
    ['of a version before the first', { version: '0' }],
    ['of an unknown status', { status: `'LOST'` }],
    ['without lines', { lines: `'[]'` }],
    ['of a negative total', { total_minor: '-1' }],
    ['of a total that no number holds', { total_minor: '9007199254740992' }],
    ['that is cancelled for no reason', { status: `'CANCELLED'` }],
    ['that has a reason but is not cancelled', { cancellation: `'{}'` }],
    ['that is delivered at no time', { status: `'DELIVERED'` }],
    ['that is completed at no time', { status: `'COMPLETED'`, delivery: `'{}'` }],
    ['that waits for its payment for ever', { status: `'AWAITING_PAYMENT'` }],
    ['that needs a link but no payment', { payment_link_due_at: 'now()' }],
  ])('holds no order %s', async (_what, overrides) => {
    await expect(order(overrides)).rejects.toMatchObject({ code: '23514' });
  });

  it('can be taken back without a trace, and made again', async () => {
    await order({});
    const before = await tables();
    for (const _ of migrations) await dataSource.undoLastMigration();
    expect(await tables()).toEqual([]);

    await dataSource.runMigrations();
    expect((await tables()).toSorted()).toEqual(before.toSorted());
  });
});
