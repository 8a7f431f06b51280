import { until } from '@app/testing';
import { ChangeStockOnOrderChangeRequested } from '../src/reservations/handlers/change-stock-on-order-change-requested.js';
import { CommitStockOnOrderShipped } from '../src/reservations/handlers/commit-stock-on-order-shipped.js';
import { KeepStockOnOrderPaid } from '../src/reservations/handlers/keep-stock-on-order-paid.js';
import { ReleaseStockOnOrderCancelled } from '../src/reservations/handlers/release-stock-on-order-cancelled.js';
import { ReserveStockOnOrderCreated } from '../src/reservations/handlers/reserve-stock-on-order-created.js';
import { orderCancelled, orderChangeRequested, orderCreated, orderPaid, orderShipped } from './events.js';
import { useInventory } from './inventory.js';

const EXPIRED = 'inventory.reservation.expired';
const toBePaid = (productId: string) =>
  orderCreated({ [productId]: 1 }, undefined, { paymentRequired: true });

describe('goods held for an order that is to be paid for', () => {
  const inventory = useInventory();
  const service = inventory.instance();
  const other = inventory.instance();

  const reserved = async (productId: string): Promise<string> => {
    const created = toBePaid(productId);
    await service.handle(ReserveStockOnOrderCreated, created);
    return created.data.orderId;
  };
  const reservation = async (orderId: string) =>
    (await service.request('GET', `/reservations/${orderId}`)).body;
  const fallDue = (...orderIds: readonly string[]) =>
    inventory.database.query(
      `UPDATE reservations SET expires_at = now() - interval '1 minute'
       WHERE order_id = ANY ($1) AND expires_at IS NOT NULL`,
      [orderIds],
    );
  const expired = async () => new Set((await inventory.published(EXPIRED)).map(({ subject }) => subject));
  /** Waits until an order that is due as well has been told of, and so had its turn. */
  const lookedThrough = async (productId: string): Promise<void> => {
    const last = await reserved(productId);
    await fallDue(last);
    await until('the last one has expired', async () => (await expired()).has(last));
  };

  it('are held for a day, and those of other orders without an end', async () => {
    const lamp = await service.stock(5);
    const orderId = await reserved(lamp);
    const free = orderCreated({ [lamp]: 1 });
    await service.handle(ReserveStockOnOrderCreated, free);

    const { createdAt, expiresAt } = await reservation(orderId);
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(86_400_000);
    expect(await reservation(free.data.orderId)).not.toHaveProperty('expiresAt');
  });

  it('are told of once when their time is up, and stay held', async () => {
    const lamp = await service.stock(5);
    const orderId = await reserved(lamp);
    await fallDue(orderId);
    await until('it is told of', async () => (await expired()).has(orderId));
    await lookedThrough(lamp);

    expect(await inventory.stream(orderId)).toEqual(['1 inventory.reserved', `2 ${EXPIRED}`]);
    const told = (await inventory.published(EXPIRED)).find(({ subject }) => subject === orderId);
    const { expiredAt = '' } = (told?.data ?? {}) as { expiredAt?: string };
    expect(Date.parse(expiredAt)).toBeLessThan(Date.now() - 50_000);
    const body = await reservation(orderId);
    expect(body).toMatchObject({ status: 'RESERVED', version: 2 });
    expect(body).not.toHaveProperty('expiresAt');
    expect(await service.figures(lamp)).toEqual({ onHand: 5, available: 3, reserved: 2 });

    await service.handle(ReleaseStockOnOrderCancelled, orderCancelled(orderId));
    expect((await inventory.stream(orderId)).at(-1)).toBe('3 inventory.released');
  });

  it('are held for good once they are paid for, shipped or given back', async () => {
    const lamp = await service.stock(9);
    const [paid, shipped, cancelled] = [await reserved(lamp), await reserved(lamp), await reserved(lamp)];
    const before = await service.request('GET', `/reservations/${paid}`);
    await service.handle(KeepStockOnOrderPaid, orderPaid(paid));
    await service.handle(CommitStockOnOrderShipped, orderShipped(shipped));
    await service.handle(ReleaseStockOnOrderCancelled, orderCancelled(cancelled));
    await fallDue(paid, shipped, cancelled);
    await lookedThrough(lamp);

    const told = await expired();
    expect([paid, shipped, cancelled].filter((id) => told.has(id))).toEqual([]);
    const after = await service.request('GET', `/reservations/${paid}`);
    expect(after.body).toMatchObject({ status: 'RESERVED', version: 1 });
    expect(after.body).not.toHaveProperty('expiresAt');
    expect(after.headers['etag']).not.toBe(before.headers['etag']);
  });

  it('keep their end when they are changed', async () => {
    const lamp = await service.stock(9);
    const orderId = await reserved(lamp);
    const { expiresAt } = await reservation(orderId);
    await service.handle(ChangeStockOnOrderChangeRequested, orderChangeRequested(orderId, { [lamp]: 3 }));

    expect(await reservation(orderId)).toMatchObject({ expiresAt, version: 2 });
  });

  it('are each told of once by two instances that look at the same time', async () => {
    const lamp = await service.stock(2000);
    const created = Array.from({ length: 1200 }, () => toBePaid(lamp));
    const [first, ...rest] = created;
    if (first) await other.handle(ReserveStockOnOrderCreated, first, ...rest);
    const ids = new Set(created.map(({ data }) => data.orderId));
    await fallDue(...ids);
    await until('nothing is due', async () => {
      const due = await inventory.database.query('SELECT FROM reservations WHERE expires_at < now()');
      return due.length === 0;
    });

    const told = (await inventory.published(EXPIRED)).filter(({ subject }) => ids.has(subject));
    expect(told).toHaveLength(1200);
    expect(new Set(told.map(({ subject }) => subject)).size).toBe(1200);
    expect(new Set(told.map(({ sequence }) => sequence))).toEqual(new Set([2]));
  });

  it('are found by who starts after they fell due', async () => {
    const lamp = await service.stock(5);
    const orderId = await reserved(lamp);
    await inventory.pause();
    await fallDue(orderId);
    expect((await expired()).has(orderId)).toBe(false);
    await service.start();

    await until('it is told of', async () => (await expired()).has(orderId));
  });

  it('are told of when the database is back after it was away', async () => {
    const lamp = await service.stock(5);
    const orderId = await reserved(lamp);
    await inventory.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await fallDue(orderId);

    await until('it is told of', async () => (await expired()).has(orderId));
  });
});
