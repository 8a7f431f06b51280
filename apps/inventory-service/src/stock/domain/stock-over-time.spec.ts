import fc from 'fast-check';
import { orderChangeRequested, orderCreated, orderReopened } from '../../../test/events.js';
import { PaperInventory } from '../../../test/paper-inventory.js';
import type { Product } from './product.js';
import type { StockMovement } from './stock-movement.js';

const NAMES = ['a', 'b'] as const;

const orderIdOf = (index: number): string => `01980000-0000-7000-8000-${String(index).padStart(12, '0')}`;
const name = fc.constantFrom(...NAMES);
const threshold = fc.option(fc.nat(8), { nil: null });

const wanted = fc.dictionary(name, fc.integer({ min: 1, max: 5 }), { minKeys: 1 });

const step = fc.oneof(
  fc.record({
    kind: fc.constant('reserve' as const),
    orders: fc.array(wanted, { minLength: 1, maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constantFrom('commit' as const, 'cancel' as const),
    picks: fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 6 }),
  }),
  fc.record({
    kind: fc.constantFrom('reorder' as const, 'reopen' as const),
    orders: fc.uniqueArray(fc.tuple(fc.nat(20), wanted), {
      minLength: 1,
      maxLength: 6,
      selector: ([pick]) => pick,
    }),
  }),
  fc.record({
    kind: fc.constant('change' as const),
    product: name,
    change: fc.oneof(
      fc.record({ quantity: fc.nat(15) }),
      fc.record({ lowStockThreshold: threshold }),
      fc.record({ quantity: fc.nat(15), lowStockThreshold: threshold }),
    ),
  }),
);
const shop = fc.record({ quantity: fc.nat(15), lowStockThreshold: threshold });
const stories = fc.tuple(fc.tuple(shop, shop), fc.array(step, { maxLength: 25 }));

type ValueOf<A> = A extends fc.Arbitrary<infer Value> ? Value : never;
type Step = ValueOf<typeof step>;
type Story = ValueOf<typeof stories>;

function begin([levels]: Story): PaperInventory {
  const inventory = new PaperInventory();
  for (const [index, productId] of NAMES.entries()) {
    inventory.add({
      productId,
      name: productId,
      description: null,
      price: 1,
      currency: 'EUR',
      quantity: 0,
      lowStockThreshold: null,
      ...levels[index],
    });
  }
  return inventory;
}

/** Takes one step of the story, as one batch or each event as a batch of its own. */
function proceed(inventory: PaperInventory, taken: Step, oneByOne: boolean): void {
  const batches = <T>(items: readonly T[]): (readonly T[])[] =>
    oneByOne ? items.map((item) => [item]) : [items];
  if (taken.kind === 'change') {
    inventory.change(taken.product, taken.change);
  } else if (taken.kind === 'reserve') {
    const first = inventory.reservations.size;
    const created = taken.orders.map((lines, index) => orderCreated(lines, orderIdOf(first + index)));
    for (const batch of batches(created)) inventory.reserve(batch);
  } else if ('picks' in taken) {
    for (const batch of batches(taken.picks.map(orderIdOf))) inventory.settle(taken.kind, batch);
  } else if (taken.kind === 'reorder') {
    const requested = taken.orders.map(([pick, lines]) => orderChangeRequested(orderIdOf(pick), lines));
    for (const batch of batches(requested)) inventory.changeOrders(batch);
  } else {
    const reopened = taken.orders.map(([pick, lines]) => orderReopened(orderIdOf(pick), lines));
    for (const batch of batches(reopened)) inventory.reserveAgain(batch);
  }
}

const levelsOf = (inventory: PaperInventory) =>
  new Map([...inventory.products].map(([productId, product]) => [productId, { ...product }]));

/** The alerts of a product that went from one state to another by these movements, each with the level it names. */
function dueBetween(was: Product, now: Product, moves: readonly StockMovement[]): [string, number][] {
  const due: [string, number][] = [];
  let { available, lowStockThreshold } = was;
  const look = (next: number, limit: number | null): void => {
    const [wasLow, low] = [available <= (lowStockThreshold ?? -1), next <= (limit ?? -1)];
    if (available === 0 && next > 0) due.push(['inventory.back_in_stock', next]);
    if (low && !wasLow) due.push(['inventory.low_stock', next]);
    [available, lowStockThreshold] = [next, limit];
  };
  for (const { availableDelta } of moves) look(available + availableDelta, now.lowStockThreshold);
  // Of what the shop changes without moving stock, the threshold alone can make a difference.
  look(now.available, now.lowStockThreshold);
  return due;
}

const toldOf = ({ told }: PaperInventory, productId: string): string[] =>
  told
    .filter(({ subject }) => subject === productId)
    .map(({ sequence, contract }) => `${sequence} ${contract.type}`);

describe('stock over time', () => {
  it('is never negative, equals its ledger, and holds what the live reservations hold', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const inventory = begin(story);
        for (const taken of story[1]) {
          proceed(inventory, taken, false);
          for (const { productId, available, reserved } of inventory.products.values()) {
            const entries = inventory.ledger.filter((entry) => entry.productId === productId);
            const live = [...inventory.reservations.values()]
              .filter(({ status }) => status === 'RESERVED')
              .flatMap(({ lines }) => lines.filter((line) => line.productId === productId));
            expect(Math.min(available, reserved)).toBeGreaterThanOrEqual(0);
            expect(available).toBe(entries.reduce((sum, { availableDelta }) => sum + availableDelta, 0));
            expect(reserved).toBe(entries.reduce((sum, { reservedDelta }) => sum + reservedDelta, 0));
            expect(reserved).toBe(live.reduce((sum, { quantity }) => sum + quantity, 0));
          }
        }
      }),
    );
  });

  it('is told exactly as comparing the levels before and after each single event would tell it', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const inventory = begin(story);
        for (const taken of story[1]) {
          const before = levelsOf(inventory);
          const [entered, spoken] = [inventory.ledger.length, inventory.told.length];
          proceed(inventory, taken, false);
          const alerts = inventory.told
            .slice(spoken)
            .filter(({ contract }) => contract.type !== 'inventory.updated');
          for (const [productId, now] of inventory.products) {
            const moves = inventory.ledger.slice(entered).filter((entry) => entry.productId === productId);
            const was = before.get(productId) ?? now;
            const given = alerts.filter(({ subject }) => subject === productId);
            expect(given.map(({ contract, data }) => [contract.type, data])).toEqual(
              dueBetween(was, now, moves).map(([type, available]) => [
                type,
                expect.objectContaining({ available }),
              ]),
            );
          }
        }
      }),
    );
  });

  it('comes to the same, and is told the same, whether events come in batches or one by one', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const inBatches = begin(story);
        const oneByOne = begin(story);
        for (const taken of story[1]) {
          proceed(inBatches, taken, false);
          proceed(oneByOne, taken, true);
        }
        expect(levelsOf(inBatches)).toEqual(levelsOf(oneByOne));
        expect(inBatches.reservations).toEqual(oneByOne.reservations);
        for (const productId of NAMES)
          expect(toldOf(inBatches, productId)).toEqual(toldOf(oneByOne, productId));
      }),
    );
  });

  it('leaves no hole in the stream of a product', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const inventory = begin(story);
        for (const taken of story[1]) proceed(inventory, taken, false);
        for (const { productId, version } of inventory.products.values()) {
          const sequences = inventory.told
            .filter(({ subject }) => subject === productId)
            .map(({ sequence }) => sequence);
          expect(sequences).toEqual(Array.from({ length: version }, (_, index) => index + 1));
        }
      }),
    );
  });

  it('leaves no hole in the stream of a reservation', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const inventory = begin(story);
        for (const taken of story[1]) proceed(inventory, taken, false);
        for (const { orderId, version } of inventory.reservations.values()) {
          const sequences = inventory.answered
            .filter(({ subject }) => subject === orderId)
            .map(({ sequence }) => sequence);
          expect(sequences).toEqual(Array.from({ length: version }, (_, index) => index + 1));
        }
      }),
    );
  });
});
