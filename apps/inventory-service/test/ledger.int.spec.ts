import { newId } from '@app/platform';
import { ReserveStockOnOrderCreated } from '../src/reservations/handlers/reserve-stock-on-order-created.js';
import { brokenStock } from '../src/stock/persistence/stock-invariants.js';
import { orderCreated } from './events.js';
import { useInventory } from './inventory.js';

describe('the tables themselves', () => {
  const inventory = useInventory({ soundStock: false });
  const service = inventory.instance();
  let lamp: string;
  let orderId: string;

  beforeAll(async () => {
    lamp = await service.stock(5);
    const created = orderCreated({ [lamp]: 2 });
    orderId = created.data.orderId;
    await service.handle(ReserveStockOnOrderCreated, created);
  });

  const attempt = (sql: string, ...parameters: unknown[]): Promise<unknown> =>
    inventory.database.query(sql, parameters);

  const enter = (
    kind: string,
    available: number,
    reserved: number,
    order: string | null,
    version: number | null = order === null ? null : 1,
  ): Promise<unknown> =>
    attempt(
      `INSERT INTO stock_movements
         (kind, product_id, quantity, available_delta, reserved_delta, order_id, reservation_version, at,
          available_after, reserved_after)
       SELECT $1, product_id, 1, $3, $4, $5, $6, now(), available + $3, reserved + $4
       FROM products WHERE product_id = $2`,
      kind,
      lamp,
      available,
      reserved,
      order,
      version,
    );

  it.each([
    ['UPDATE stock_movements SET quantity = 9'],
    ['DELETE FROM stock_movements'],
    ['TRUNCATE stock_movements'],
  ])('refuse to rewrite the ledger: %s', async (sql) => {
    await expect(attempt(sql)).rejects.toMatchObject({ code: '23001' });
  });

  it('refuse to go below zero', async () => {
    const below = (after: string) => `
      INSERT INTO stock_movements
        (kind, product_id, quantity, available_delta, reserved_delta, at, available_after, reserved_after)
      VALUES ('adjusted', $1, 4, -4, 0, now(), ${after}, 2)`;
    await expect(attempt(below('-1'), lamp)).rejects.toMatchObject({ code: '23514' });
    await expect(attempt(below('0'), lamp)).rejects.toMatchObject({ code: '23514' });
  });

  it('move a figure when the ledger says so, and never otherwise', async () => {
    const figures = 'SELECT available, reserved FROM products WHERE product_id = $1';
    const [before] = await inventory.database.query<{ available: number }>(figures, [lamp]);
    await enter('adjusted', 1, 0, null);
    const [after] = await inventory.database.query<{ available: number }>(figures, [lamp]);
    expect(after?.available).toBe((before?.available ?? 0) + 1);
    await enter('adjusted', -1, 0, null);

    for (const change of [
      'available = available + 1',
      'reserved = reserved - 1',
      'available = 9, name = name',
    ]) {
      const sql = `UPDATE products SET ${change} WHERE product_id = $1`;
      await expect(attempt(sql, lamp)).rejects.toMatchObject({ code: '23001' });
    }
  });

  it('refuse a product that begins with stock out of nowhere', async () => {
    const copy = `
      INSERT INTO products (product_id, name, price_minor, currency, status, available, reserved, version, revision,
        created_at, updated_at)
      SELECT 'copy', name, price_minor, currency, status, available, reserved, 1, 1, now(), now()
      FROM products WHERE product_id = $1`;
    await expect(attempt(copy, lamp)).rejects.toMatchObject({ code: '23001' });
  });

  it('refuse an entry that claims to leave other figures than it does', async () => {
    const claim = `
      INSERT INTO stock_movements
        (kind, product_id, quantity, available_delta, reserved_delta, at, available_after, reserved_after)
      VALUES ('adjusted', $1, 1, 1, 0, now(), 99, 2)`;
    await expect(attempt(claim, lamp)).rejects.toMatchObject({ code: '23514' });
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

  it('refuse to reserve the same product for the same version of a reservation again', async () => {
    await expect(enter('reserved', -1, 1, orderId, 1)).rejects.toMatchObject({ code: '23505' });
  });

  it('refuse an entry that names an order or a version of its reservation without the other', async () => {
    await expect(enter('committed', 0, -1, orderId, null)).rejects.toMatchObject({ code: '23514' });
    await expect(enter('received', 1, 0, null, 1)).rejects.toMatchObject({ code: '23514' });
    await expect(enter('committed', 0, -1, orderId, 0)).rejects.toMatchObject({ code: '23514' });
  });

  it.each([
    ['a status there is not', `status = 'LOST'`],
    ['a version before the first', 'version = 0'],
    ['a status sooner than its steps can lead to it', `status = 'RELEASED'`],
    ['a status two steps away after one', `status = 'RESTOCKED', version = 2`],
    ['a reason without a rejection', `shortages = '[{}]'`],
    ['an end for what is not held', `status = 'COMMITTED', version = 2, expires_at = now()`],
  ])('refuse a reservation with %s', async (_, change) => {
    const sql = `UPDATE reservations SET ${change} WHERE order_id = $1`;
    await expect(attempt(sql, orderId)).rejects.toMatchObject({ code: '23514' });
  });

  it('betray a figure that somebody changed behind the back of the ledger', async () => {
    expect(await brokenStock(inventory.database)).toEqual([]);

    await attempt('ALTER TABLE products DISABLE TRIGGER products_are_moved_by_the_ledger');
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
