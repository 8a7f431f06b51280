import { brokenStock } from '../../apps/inventory-service/src/stock/persistence/stock-invariants.js';
import { CommitStockOnOrderShipped } from '../../apps/inventory-service/src/reservations/handlers/commit-stock-on-order-shipped.js';
import { ReleaseStockOnOrderCancelled } from '../../apps/inventory-service/src/reservations/handlers/release-stock-on-order-cancelled.js';
import { ReserveStockOnOrderCreated } from '../../apps/inventory-service/src/reservations/handlers/reserve-stock-on-order-created.js';
import { orderCancelled, orderCreated, orderShipped } from '../../apps/inventory-service/test/events.js';
import { Inventory, type Instance } from '../../apps/inventory-service/test/inventory.js';
import { AT_REST, judge, ROWS_SHOWN } from './invariant.mjs';
import { report } from './report.mjs';
import { stockInvariants } from './stock-invariants.mjs';

describe('the audit of the stock', () => {
  let inventory: Inventory;
  let service: Instance;
  let lamp: string;
  const orders: Record<string, string> = {};

  beforeAll(async () => {
    inventory = await Inventory.open();
    service = await inventory.start();
    lamp = await service.stock(20);
    for (const [name, quantity] of Object.entries({ held: 2, sent: 3, back: 4, returned: 5, refused: 99 })) {
      const created = orderCreated({ [lamp]: quantity });
      orders[name] = created.data.orderId;
      await service.handle(ReserveStockOnOrderCreated, created);
    }
    const { sent = '', back = '', returned = '' } = orders;
    await service.handle(CommitStockOnOrderShipped, orderShipped(sent), orderShipped(returned));
    await service.handle(ReleaseStockOnOrderCancelled, orderCancelled(back), orderCancelled(returned, 4));
  });
  afterAll(() => inventory.close());

  const audit = () => judge(stockInvariants(brokenStock), inventory.database, AT_REST);

  /** The names of the invariants that are broken once this was done with nothing to stop it, which is undone again. */
  const brokenBy = async (...corruptions: string[]): Promise<string[]> => {
    const { database } = inventory;
    await database.query('BEGIN');
    try {
      await database.query(`SET LOCAL session_replication_role = replica`);
      await database.query('ALTER TABLE products DROP CONSTRAINT IF EXISTS products_available_check');
      await database.query(
        'ALTER TABLE stock_movements DROP CONSTRAINT IF EXISTS stock_movements_kind_says_what_moves',
      );
      await database.query('ALTER TABLE reservations DROP CONSTRAINT IF EXISTS reservations_lifecycle');
      for (const sql of corruptions) await database.query(sql);
      return (await audit()).filter(({ count }) => count > 0).map(({ name }) => name);
    } finally {
      await database.query('ROLLBACK');
    }
  };
  const ofOrder = (name: string): string => `WHERE order_id = '${orders[name]}'`;

  it('passes stock that was received, held, sent, given back, returned and refused', async () => {
    expect((await audit()).map(({ name, count }) => [name, count])).toEqual([
      ['figures-add-up', 0],
      ['never-negative', 0],
      ['known-products', 0],
      ['entries-as-said', 0],
      ['reservations-as-moved', 0],
    ]);
  });

  it.each<[string, () => string, string[]]>([
    ['a figure that was changed', () => 'UPDATE products SET available = available + 1', ['figures-add-up']],
    ['a figure below zero', () => 'UPDATE products SET available = -1', ['figures-add-up', 'never-negative']],
    ['a product that is gone', () => 'DELETE FROM products', ['figures-add-up', 'known-products']],
    [
      'an entry that moves something else than it says',
      () => `UPDATE stock_movements SET available_delta = available_delta + 1 WHERE kind = 'received'`,
      ['figures-add-up', 'entries-as-said'],
    ],
    [
      'an entry that is gone',
      () => `DELETE FROM stock_movements ${ofOrder('held')}`,
      ['figures-add-up', 'reservations-as-moved'],
    ],
    [
      'entries of which only the sum is right',
      () => `DELETE FROM stock_movements ${ofOrder('back')}`,
      ['reservations-as-moved'],
    ],
    [
      'a reservation that is gone',
      () => `DELETE FROM reservations ${ofOrder('sent')}`,
      ['reservations-as-moved'],
    ],
    [
      'a reservation with other lines',
      () => `UPDATE reservations SET lines = jsonb_set(lines, '{0,quantity}', '1') ${ofOrder('held')}`,
      ['figures-add-up', 'reservations-as-moved'],
    ],
    [
      'lines of a shipped order that are not what has left',
      () => `UPDATE reservations SET lines = jsonb_set(lines, '{0,quantity}', '1') ${ofOrder('sent')}`,
      ['reservations-as-moved'],
    ],
    [
      'a reservation that was given back in name only',
      () => `UPDATE reservations SET status = 'RELEASED' ${ofOrder('held')}`,
      ['figures-add-up', 'reservations-as-moved'],
    ],
    [
      'a returned order that the shelf knows nothing of',
      () => `UPDATE reservations SET status = 'COMMITTED' ${ofOrder('returned')}`,
      ['reservations-as-moved'],
    ],
    [
      'stock that moved for a refused order',
      () => `UPDATE stock_movements SET order_id = '${orders['refused']}' ${ofOrder('back')}`,
      ['reservations-as-moved'],
    ],
  ])('finds %s', async (_, corruption, names) => {
    expect(await brokenBy(corruption())).toEqual(names);
  });

  it('counts all that is broken and shows the first of it', async () => {
    const { database } = inventory;
    await database.query('BEGIN');
    await database.query(`SET LOCAL session_replication_role = replica`);
    await database.query(`
      INSERT INTO products (product_id, name, price_minor, currency, status, available, reserved, version, revision,
                            created_at, updated_at)
      SELECT 'p-' || n, 'P', 1, 'EUR', 'ACTIVE', 7, 0, 1, 1, now(), now() FROM generate_series(1, 250) AS n`);
    const verdicts = await audit();
    await database.query('ROLLBACK');

    const [figures] = verdicts;
    expect(figures).toMatchObject({ name: 'figures-add-up', count: 250 });
    expect(figures?.rows).toHaveLength(ROWS_SHOWN);
    expect(report(verdicts)).toContain('and 150 more');
  });
});
