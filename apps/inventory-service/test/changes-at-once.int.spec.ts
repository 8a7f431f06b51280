import type { DomainEvent } from '@app/contracts';
import { Transactions, type EventHandler } from '@app/messaging';
import { newId } from '@app/platform';
import type { Type } from '@nestjs/common';
import { ChangeStockOnOrderChangeRequested } from '../src/reservations/handlers/change-stock-on-order-change-requested.js';
import { ReleaseStockOnOrderCancelled } from '../src/reservations/handlers/release-stock-on-order-cancelled.js';
import { ReserveStockOnOrderCreated } from '../src/reservations/handlers/reserve-stock-on-order-created.js';
import { ReserveStockOnOrderReopened } from '../src/reservations/handlers/reserve-stock-on-order-reopened.js';
import { orderCancelled, orderChangeRequested, orderCreated, orderReopened } from './events.js';
import { type Instance, useInventory } from './inventory.js';

type Step = readonly [Type<EventHandler<DomainEvent>>, readonly DomainEvent[]];

const ROUNDS = 12;
const ORDERS = 8;

describe('orders that are placed, changed, cancelled and reopened by two instances at once', () => {
  const inventory = useInventory();
  const [one, other] = [inventory.instance(), inventory.instance()];
  let products: readonly string[];

  beforeAll(async () => {
    products = [await one.stock(25, { lowStockThreshold: 5 }), await one.stock(25)];
  });

  /** Some of each product, never nothing, by a number that no two calls share. */
  const wanted = (seed: number): Record<string, number> =>
    Object.fromEntries(products.map((product, at) => [product, 1 + ((seed * (at + 3) + at) % 4)]));

  /** What the consumer does with a batch: one transaction, the events of one contract after those of another. */
  async function takeTogether({ app }: Instance, steps: readonly Step[]): Promise<void> {
    await app.get(Transactions).run({ tenant: 'default', correlationid: newId() }, async (tx) => {
      for (const [handler, [head, ...tail]] of steps)
        if (head) await app.get(handler).handle([head, ...tail], tx);
    });
  }

  async function work(instance: Instance, salt: number): Promise<string[]> {
    const seen: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const seed = round * 7 + salt;
      const created = Array.from({ length: ORDERS }, (_, at) => orderCreated(wanted(seed + at)));
      const ids = created.map(({ data }) => data.orderId);
      seen.push(...ids);
      const [changed, gone, back] = [
        seen.slice(-ORDERS, -2),
        seen.slice(-ORDERS - 3, -3),
        seen.slice(-6, -4),
      ];
      await takeTogether(instance, [
        [ReserveStockOnOrderCreated, created],
        [
          ChangeStockOnOrderChangeRequested,
          changed.map((id, at) => orderChangeRequested(id, wanted(seed + at + 5))),
        ],
        [ReleaseStockOnOrderCancelled, gone.map((id) => orderCancelled(id))],
        [ReserveStockOnOrderReopened, back.map((id, at) => orderReopened(id, wanted(seed + at + 1)))],
      ]);
    }
    return seen;
  }

  it('leave every figure exact, every stream whole and every crossing told once', async () => {
    const seen = (await Promise.all([work(one, 0), work(other, 100)])).flat();

    const events = await inventory.published();
    for (const subject of [...seen, ...products]) {
      const sequences = events.filter((event) => event.subject === subject).map(({ sequence }) => sequence);
      expect(sequences.sort((a, b) => a - b)).toEqual(sequences.map((_, at) => at + 1));
    }
    for (const product of products) expect(await alerts(product)).toEqual(await crossings(product));
    const kinds = new Set(events.map(({ type }) => type));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['inventory.reservation.changed', 'inventory.reservation.change_refused']),
    );
  });

  const alerts = async (product: string): Promise<unknown[]> =>
    (await inventory.stream(product))
      .map((told) => told.split(' ')[1])
      .filter((type) => type !== 'inventory.updated');

  /** Every crossing that the ledger shows when it is read entry by entry. */
  async function crossings(product: string): Promise<string[]> {
    const [row] = await inventory.database.query<{ threshold: number | null }>(
      'SELECT low_stock_threshold AS threshold FROM products WHERE product_id = $1',
      [product],
    );
    const threshold = row?.threshold ?? -1;
    const [first, ...entries] = await inventory.database.query<{ delta: number }>(
      'SELECT available_delta AS delta FROM stock_movements WHERE product_id = $1 ORDER BY movement_id',
      [product],
    );
    let level = first?.delta ?? 0;
    return entries.flatMap(({ delta }) => {
      const [was, is] = [level, level + delta];
      level = is;
      return [
        ...(was === 0 && is > 0 ? ['inventory.back_in_stock'] : []),
        ...(was > threshold && is <= threshold ? ['inventory.low_stock'] : []),
      ];
    });
  }
});
