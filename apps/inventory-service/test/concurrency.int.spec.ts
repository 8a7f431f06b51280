import type { OrderCreated } from '@app/contracts';
import { Transactions, type EventBatch } from '@app/messaging';
import { newId } from '@app/platform';
import { roundTripsOf } from '@app/testing';
import { CommitStockOnOrderShipped } from '../src/reservations/handlers/commit-stock-on-order-shipped.js';
import { ReserveStockOnOrderCreated } from '../src/reservations/handlers/reserve-stock-on-order-created.js';
import { orderCreated, orderShipped } from './events.js';
import { type Instance, useInventory } from './inventory.js';

const cause = { tenant: 'default', correlationid: newId() };

/** So many orders of one unit each. */
const ordersOf = (productId: string, count: number): OrderCreated[] =>
  Array.from({ length: count }, () => orderCreated({ [productId]: 1 }));

/** The orders in batches of `size`. */
function inBatches(orders: readonly OrderCreated[], size: number): EventBatch<OrderCreated>[] {
  const batches: EventBatch<OrderCreated>[] = [];
  for (let at = 0; at < orders.length; at += size) {
    const [first, ...rest] = orders.slice(at, at + size);
    if (first) batches.push([first, ...rest]);
  }
  return batches;
}

describe('two instances at once', () => {
  const inventory = useInventory();
  const one = inventory.instance();
  const other = inventory.instance();

  const reserve = async (instance: Instance, batches: readonly EventBatch<OrderCreated>[]): Promise<void> => {
    for (const batch of batches) await instance.handle(ReserveStockOnOrderCreated, ...batch);
  };

  it.each([1, 7, 50])('reserve exactly what there is for a hundred orders, %d in a batch', async (size) => {
    const lamp = await one.stock(30);
    const orders = ordersOf(lamp, 100);
    await Promise.all([
      reserve(one, inBatches(orders.slice(0, 50), size)),
      reserve(other, inBatches(orders.slice(50), size)),
    ]);

    expect(await one.figures(lamp)).toEqual({ onHand: 30, available: 0, reserved: 30 });
    const ids = orders.map(({ data }) => data.orderId);
    const statuses = await inventory.database.query<{ status: string; orders: number }>(
      `SELECT status, count(*)::integer AS orders FROM reservations WHERE order_id = ANY ($1)
       GROUP BY status ORDER BY status`,
      [ids],
    );
    expect(statuses).toEqual([
      { status: 'REJECTED', orders: 70 },
      { status: 'RESERVED', orders: 30 },
    ]);
  });

  it('alert once, whichever of them crosses the threshold', async () => {
    const lamp = await one.stock(30, { lowStockThreshold: 10 });
    const orders = ordersOf(lamp, 30);
    await Promise.all([
      reserve(one, inBatches(orders.slice(0, 15), 4)),
      reserve(other, inBatches(orders.slice(15), 4)),
    ]);

    expect(await inventory.stream(lamp)).toEqual(['1 inventory.updated', '2 inventory.low_stock']);
  });

  it('never leave less on hand than is reserved when the shop corrects the stock meanwhile', async () => {
    const lamp = await one.stock(40);
    await reserve(one, inBatches(ordersOf(lamp, 10), 10));
    const corrections = async (): Promise<number[]> => {
      const answers: number[] = [];
      for (let quantity = 40; quantity > 0; quantity -= 2) {
        answers.push((await other.request('PATCH', `/inventory/${lamp}`, { quantity })).status);
      }
      return answers;
    };
    const [answers] = await Promise.all([corrections(), reserve(one, inBatches(ordersOf(lamp, 30), 1))]);

    const { onHand, available, reserved } = await one.figures(lamp);
    expect(Math.min(available, reserved)).toBeGreaterThanOrEqual(0);
    expect(onHand).toBe(available + reserved);
    expect(new Set(answers)).toEqual(new Set([200, 409]));
    const sequences = (await inventory.stream(lamp)).map((told) => Number(told.split(' ')[0]));
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  });

  it('take turns when their transactions hold several batches, instead of deadlocking', async () => {
    const [lamp, shade] = [await one.stock(100), await one.stock(100)];
    const rounds = 20;
    let attempts = 0;

    /** Each transaction wants one product first and then the other, which its rival wants first. */
    const work = async (instance: Instance, first: string, second: string): Promise<void> => {
      const toShip = ordersOf(second, rounds);
      await reserve(instance, inBatches(toShip, rounds));
      for (const { data } of toShip) {
        await instance.app.get(Transactions).run(cause, async (tx) => {
          attempts += 1;
          await instance.app.get(ReserveStockOnOrderCreated).handle([orderCreated({ [first]: 1 })], tx);
          await instance.app.get(CommitStockOnOrderShipped).handle([orderShipped(data.orderId)], tx);
        });
      }
    };
    await Promise.all([work(one, lamp, shade), work(other, shade, lamp)]);

    // A deadlock would have made one of the transactions run its work again.
    expect(attempts).toBe(2 * rounds);
  });

  it('take as many statements for a large batch as for a small one', async () => {
    const [lamp, shade] = [await one.stock(1000), await one.stock(1000)];
    const statementsFor = async (count: number): Promise<number> => {
      const orders = Array.from({ length: count }, () => orderCreated({ [lamp]: 1, [shade]: 2 }));
      const [batch] = inBatches(orders, count);
      return batch ? one.handle(ReserveStockOnOrderCreated, ...batch) : 0;
    };

    expect(await statementsFor(1)).toBe(4);
    expect(await statementsFor(100)).toBe(4);
  });

  // The consumer has looked up the streams in another one before.
  it('take two round trips: the stock, and all that is written of it', async () => {
    const lamp = await one.stock(1000);
    const [batch] = inBatches(ordersOf(lamp, 100), 100);
    const work = async () => batch && one.handle(ReserveStockOnOrderCreated, ...batch);

    expect(await roundTripsOf(/INSERT INTO reservations/, work)).toEqual([2]);
  });
});
