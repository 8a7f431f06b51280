import { Shop, startWorld, type World, type WorldOptions } from '@app/testing';
import { auditDatabases } from './audit-world.js';

/** A world for the stories of one file, and a shop of its own for each story. Whatever happened in it, its books agree. */
export function useWorld(options: WorldOptions = {}): { readonly world: World; shop(): Shop } {
  let world: World | undefined;
  beforeAll(async () => {
    world = await startWorld(options);
  });
  afterAll(async () => {
    if (!world) return;
    try {
      expect(await auditDatabases(world)).toEqual([]);
    } finally {
      await world.end();
    }
  });
  const started = (): World => {
    if (!world) throw new Error('the world has not started');
    return world;
  };
  return {
    get world() {
      return started();
    },
    shop: () => new Shop(started()),
  };
}

export const RECEIVED = 'We have received your order';
export const CONFIRMED = 'Your order is confirmed';
export const CANCELLED = 'Your order is cancelled';
export const SHIPPED = 'Your order is on its way';
export const DELIVERED = 'Your order has been delivered';
export const CHANGED = 'Your order has been changed';
