import { createTestDatabase, type TestDatabase } from '@app/testing';
import { v7 } from 'uuid';
import { migrations as inventoryMigrations } from '../../apps/inventory-service/src/migrations.js';
import { migrations as notificationMigrations } from '../../apps/notification-service/src/migrations.js';
import { migrations as orderMigrations } from '../../apps/order-service/src/migrations.js';
import type { Ground } from '../chaos/databases.mjs';
import { standing } from './catch-up.mjs';

describe('databases after a restore', () => {
  const made = {} as Record<'order' | 'inventory' | 'notification', TestDatabase>;
  let ground: Ground;

  beforeAll(async () => {
    made.order = await createTestDatabase(orderMigrations);
    made.inventory = await createTestDatabase(inventoryMigrations);
    made.notification = await createTestDatabase(notificationMigrations);
    for (const database of Object.values(made)) await (await database.open()).destroy();
    const named = ({ config }: TestDatabase) => ({ ...config, name: config.database });
    const databases = {
      order: named(made.order),
      inventory: named(made.inventory),
      notification: named(made.notification),
    };
    ground = { server: { postgres: { ...databases.order, databasePrefix: '', databases } } };
  });
  afterAll(() => Promise.all(Object.values(made).map((database) => database.drop())));

  const reservationOf = (orderId: string, version: number) =>
    made.inventory.query(
      `INSERT INTO reservations (order_id, status, version, lines, shortages, created_at, updated_at)
       VALUES ($1, 'RESERVED', $2, '[{"productId":"lamp","quantity":1}]', '[]', now(), now())`,
      [orderId, version],
    );
  const heard = (by: keyof typeof made, stream: string, subject: string, sequence: number) =>
    made[by].query('INSERT INTO stream_positions (stream, subject, sequence) VALUES ($1, $2, $3)', [
      stream,
      subject,
      sequence,
    ]);

  it('stand as they should when every subscriber has come as far as its publisher', async () => {
    const id = v7();
    await reservationOf(id, 2);
    await heard('order', 'reservation', id, 2);

    expect(await standing(ground)).toEqual({ missing: [], ahead: [] });
  });

  it('tell which events a subscriber of an earlier moment misses', async () => {
    const id = v7();
    await reservationOf(id, 3);
    await heard('order', 'reservation', id, 1);

    const { missing, ahead } = await standing(ground);

    const missed = { stream: 'reservation', subject: id, listener: 'order' };
    expect(missing).toEqual([
      { ...missed, sequence: 2 },
      { ...missed, sequence: 3 },
    ]);
    expect(ahead).toEqual([]);
  });

  it('tell of a subscriber that has handled what its publisher, of an earlier moment, has not said yet', async () => {
    const id = v7();
    await heard('notification', 'order', id, 2);

    expect((await standing(ground)).ahead).toEqual([
      `notification has handled event 2 of order ${id}, order has come to 0`,
    ]);
  });
});
