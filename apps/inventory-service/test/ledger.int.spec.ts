import { newId } from '@app/platform';
import { ReserveStockOnOrderCreated } from '../src/reservations/handlers/reserve-stock-on-order-created.js';
import { brokenStock } from '../src/stock/persistence/stock-invariants.js';
import { orderCreated } from './events.js';
import { Inventory, type Instance } from './inventory.js';

describe('the tables themselves', () => {
  let inventory: Inventory;
  let service: Instance;
  let lamp: string;
  let orderId: string;

  beforeAll(async () => {
    inventory = await Inventory.open();
    service = await inventory.start();
    lamp = await service.stock(5);
    const created = orderCreated({ [lamp]: 2 });
    orderId = created.data.orderId;
    await service.handle(ReserveStockOnOrderCreated, created);
  });
  afterAll(() => inventory.close());

  const attempt = (sql: string, ...parameters: unknown[]): Promise<unknown> =>
    inventory.database.query(sql, parameters);

  const enter = (kind: string, available: number, reserved: number, order: string | null): Promise<unknown> =>
    attempt(
      `INSERT INTO stock_movements (kind, product_id, quantity, available_delta, reserved_delta, order_id, at)
       VALUES ($1, $2, 1, $3, $4, $5, now())`,
      kind,
      lamp,
      available,
      reserved,
      order,
    );

  it.each([
    ['UPDATE stock_movements SET quantity = 9'],
    ['DELETE FROM stock_movements'],
    ['TRUNCATE stock_movements'],
  ])('refuse to rewrite the ledger: %s', async (sql) => {
    await expect(attempt(sql)).rejects.toMatchObject({ code: '23001' });
  });

  it('refuse to go below zero', async () => {
    const below = 'UPDATE products SET available = available - 4 WHERE product_id = $1';
    await expect(attempt(below, lamp)).rejects.toMatchObject({ code: '23514' });
    await expect(attempt(below.replaceAll('available', 'reserved'), lamp)).rejects.toMatchObject({
      code: '23514',
    });
  });

  it('refuse an entry that says one thing and moves another', async () => {
    await expect(enter('received', -1, 0, null)).rejects.toMatchObject({ code: '23514' });
    await expect(enter('released', 1, 0, orderId)).rejects.toMatchObject({ code: '23514' });
    await expect(enter('lost', -1, 0, null)).rejects.toMatchObject({ code: '23514' });
  });

  it('refuse to move stock for an order that is not named or not known', async () => {
    await expect(enter('committed', 0, -1, null)).rejects.toMatchObject({ code: '23514' });
    await expect(enter('committed', 0, -1, newId())).rejects.toMatchObject({ code: '23503' });
  });

  it('refuse to reserve the same product for the same order again', async () => {
    await expect(enter('reserved', -1, 1, orderId)).rejects.toMatchObject({ code: '23505' });
  });

  it('refuse a reservation whose status and version do not belong together', async () => {
    const jump = 'UPDATE reservations SET version = 2 WHERE order_id = $1';
    await expect(attempt(jump, orderId)).rejects.toMatchObject({ code: '23514' });
  });

  it('betray a figure that somebody changed behind the back of the ledger', async () => {
    expect(await brokenStock(inventory.database)).toEqual([]);

    await attempt('UPDATE products SET available = available + 1 WHERE product_id = $1', lamp);
    await attempt(`UPDATE reservations SET status = 'RELEASED', version = 2 WHERE order_id = $1`, orderId);

    expect(await brokenStock(inventory.database)).toEqual([
      {
        productId: lamp,
        available: 4,
        availableByLedger: 3,
        reserved: 2,
        reservedByLedger: 2,
        reservedByReservations: 0,
      },
    ]);
  });
});
