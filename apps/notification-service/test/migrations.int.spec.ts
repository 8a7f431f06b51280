import { createTestDatabase, type TestDatabase } from '@app/testing';
import { migrations } from '../src/migrations.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase(migrations);
});
afterAll(() => database.drop());

it('can be taken back one by one, and done again', async () => {
  const tables = async () =>
    (
      await database.query<{ name: string }>(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
      )
    )
      .map(({ name }) => name)
      .toSorted();
  const dataSource = await database.open();
  const all = await tables();
  expect(all).toEqual(
    expect.arrayContaining(['contacts', 'notifications', 'order_contacts', 'outbox_events']),
  );

  for (const _ of migrations) await dataSource.undoLastMigration();
  expect(await tables()).toEqual(['migrations']);

  await dataSource.runMigrations();
  expect(await tables()).toEqual(all);
  await dataSource.destroy();
});
