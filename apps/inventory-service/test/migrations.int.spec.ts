import { createTestDatabase, type TestDatabase } from '@app/testing';
import { CreateInventory1767225600000 } from '../migrations/1767225600000-create-inventory.js';

describe('the migrations', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase([CreateInventory1767225600000]);
  });
  afterAll(() => database.drop());

  const tables = async (): Promise<string[]> => {
    const rows = await database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_name <> 'migrations'`,
    );
    return rows.map(({ name }) => name);
  };

  it('can be taken back, and made again', async () => {
    const dataSource = await database.open();
    try {
      const made = await tables();
      expect(made).toEqual(
        expect.arrayContaining(['products', 'reservations', 'stock_movements', 'outbox_events']),
      );

      await dataSource.undoLastMigration();
      expect(await tables()).toEqual([]);

      await dataSource.runMigrations();
      expect((await tables()).sort()).toEqual(made.sort());
    } finally {
      await dataSource.destroy();
    }
  });
});
