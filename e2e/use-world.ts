import { Shop, startWorld, type World } from '@app/testing';

/** A world for the stories of one file, and a shop of its own for each story. */
export function useWorld(options: { instances?: number } = {}): { readonly world: World; shop(): Shop } {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(options);
  }, 60_000);
  afterAll(async () => {
    await world.end();
  }, 60_000);
  return {
    get world() {
      return world;
    },
    shop: () => new Shop(world),
  };
}

export const RECEIVED = 'We have received your order';
export const CONFIRMED = 'Your order is confirmed';
export const CANCELLED = 'Your order is cancelled';
export const SHIPPED = 'Your order is on its way';
export const DELIVERED = 'Your order has been delivered';
