import { dataSourceOptions, openDataSource } from '@app/messaging';
import { newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { CreateInventory1767225600000 } from '../migrations/1767225600000-create-inventory.js';
import { MoveStockByLedger1780000000000 } from '../migrations/1780000000000-move-stock-by-ledger.js';
import { migrations } from '../src/migrations.js';

describe('the migrations', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase([CreateInventory1767225600000]);
  });
  afterEach(() => database.drop());

  const tables = async (): Promise<string[]> => {
    const rows = await database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_name <> 'migrations'`,
    );
    return rows.map(({ name }) => name);
  };
  const openNewest = () => openDataSource(dataSourceOptions(database.config, migrations));

  it('can be taken back, and made again', async () => {
    const dataSource = await openNewest();
    try {
      const made = await tables();
      expect(made).toEqual(
        expect.arrayContaining(['products', 'reservations', 'stock_movements', 'outbox_events']),
      );

      for (const _ of migrations) await dataSource.undoLastMigration();
      expect(await tables()).toEqual([]);

      await dataSource.runMigrations();
      expect((await tables()).sort()).toEqual(made.sort());
    } finally {
      await dataSource.destroy();
    }
  });

  it('tell every movement of before which version of its reservation it belongs to', async () => {
    await (await database.open()).destroy();
    const orderId = newId();
    await database.query(
      `INSERT INTO products (product_id, name, price_minor, currency, status, available, reserved, version, revision,
                             created_at, updated_at)
       VALUES ('lamp', 'Lamp', 1, 'EUR', 'ACTIVE', 5, 0, 1, 1, now(), now())`,
    );
    await database.query(
      `INSERT INTO reservations (order_id, status, version, lines, shortages, created_at, updated_at)
       VALUES ($1, 'RESTOCKED', 3, '[{"productId":"lamp","quantity":2}]', '[]', now(), now())`,
      [orderId],
    );
    await database.query(
      `INSERT INTO stock_movements (kind, product_id, quantity, available_delta, reserved_delta, order_id, at)
       VALUES ('received', 'lamp', 5, 5, 0, NULL, now()), ('reserved', 'lamp', 2, -2, 2, $1, now()),
              ('committed', 'lamp', 2, 0, -2, $1, now()), ('restocked', 'lamp', 2, 2, 0, $1, now())`,
      [orderId],
    );

    await (await openNewest()).destroy();

    expect(
      await database.query(
        'SELECT kind, reservation_version AS version FROM stock_movements ORDER BY movement_id',
      ),
    ).toEqual([
      { kind: 'received', version: null },
      { kind: 'reserved', version: 1 },
      { kind: 'committed', version: 2 },
      { kind: 'restocked', version: 3 },
    ]);
    await expect(database.query('UPDATE stock_movements SET reservation_version = 9')).rejects.toMatchObject({
      code: '23001',
    });
  });

  it('record each return of a product of before that the ledger knows of, but not its first stock', async () => {
    await database.drop();
    database = await createTestDatabase([CreateInventory1767225600000, MoveStockByLedger1780000000000]);
    await (await database.open()).destroy();
    for (const product of ['lamp', 'shade'])
      await database.query(
        `INSERT INTO products (product_id, name, price_minor, currency, status, available, reserved, version, revision,
                               created_at, updated_at)
         VALUES ($1, 'Lamp', 1, 'EUR', 'ACTIVE', 0, 0, 1, 1, '2026-01-01', now())`,
        [product],
      );
    const moved = (product: string, kind: string, delta: number, after: number, at: string) =>
      database.query(
        `INSERT INTO stock_movements (kind, product_id, quantity, available_delta, reserved_delta, available_after,
                                      reserved_after, at)
         VALUES ($2, $1, abs($3::int), $3, 0, $4, 0, $5)`,
        [product, kind, delta, after, at],
      );
    await moved('lamp', 'received', 5, 5, '2026-01-01');
    await moved('lamp', 'adjusted', -5, 0, '2026-01-02');
    await moved('lamp', 'received', 3, 3, '2026-01-03');
    await moved('lamp', 'received', 3, 6, '2026-01-04');
    await moved('shade', 'received', 1, 1, '2026-01-05');

    await (await openNewest()).destroy();

    expect(
      await database.query(
        `SELECT type, product_id AS product, event_id AS event, at::date::text FROM stock_alerts ORDER BY alert_id`,
      ),
    ).toEqual([
      { type: 'inventory.back_in_stock', product: 'lamp', event: null, at: '2026-01-03' },
      { type: 'inventory.back_in_stock', product: 'shade', event: null, at: '2026-01-05' },
    ]);
  });
});
