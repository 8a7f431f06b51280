import type { Product } from './product.js';
import { addProduct, adjustStock, changeProduct, type NewProduct } from './product-steps.js';

const born = new Date('2026-01-01T08:00:00Z');
const later = new Date('2026-01-02T08:00:00Z');

const wanted: NewProduct = {
  productId: 'lamp',
  name: 'Lamp',
  description: null,
  quantity: 10,
  price: 29.99,
  currency: 'EUR',
  lowStockThreshold: 3,
};
const lamp = (change: Partial<Product> = {}): Product => ({ ...addProduct(wanted, born).product, ...change });
const typesOf = ({ events }: { events: readonly { contract: { type: string }; sequence: number }[] }) =>
  events.map(({ contract, sequence }) => `${sequence} ${contract.type}`);

describe('adding a product', () => {
  it('starts its stream and its ledger', () => {
    const step = addProduct(wanted, born);

    expect(step.product).toMatchObject({ available: 10, reserved: 0, version: 1, status: 'ACTIVE' });
    expect(step.product.price).toEqual({ amount: 2999, currency: 'EUR' });
    expect(step.movements).toEqual([
      { kind: 'received', productId: 'lamp', quantity: 10, availableDelta: 10, reservedDelta: 0 },
    ]);
    expect(step.events[0]).toMatchObject({ subject: 'lamp', sequence: 1 });
    expect(step.events[0]?.data).toMatchObject({ onHand: 10, available: 10, reserved: 0, status: 'ACTIVE' });
  });

  it('has nothing for the ledger when it starts empty, and alerts nobody', () => {
    const step = addProduct({ ...wanted, quantity: 0 }, born);

    expect(step.movements).toEqual([]);
    expect(typesOf(step)).toEqual(['1 inventory.updated']);
  });

  it.each([
    [29.999, 'EUR'],
    [0.5, 'JPY'],
    [1e-21, 'EUR'],
  ])('refuses %d %s, which has more digits than the currency', (price, currency) => {
    expect(() => addProduct({ ...wanted, price, currency }, born)).toThrow(
      expect.objectContaining({ code: 'price-not-exact' }),
    );
  });
});

describe('changing a product', () => {
  it('corrects what is on hand and leaves what is reserved', () => {
    const step = changeProduct(lamp({ available: 6, reserved: 4 }), { quantity: 14, reason: 'found' }, later);

    expect(step.product).toMatchObject({
      available: 10,
      reserved: 4,
      version: 2,
      revision: 3,
      updatedAt: later,
    });
    expect(step.movements).toEqual([
      {
        kind: 'adjusted',
        productId: 'lamp',
        quantity: 4,
        availableDelta: 4,
        reservedDelta: 0,
        reason: 'found',
      },
    ]);
    expect(typesOf(step)).toEqual(['2 inventory.updated']);
  });

  it('goes down to what is reserved and no further', () => {
    const product = lamp({ available: 6, reserved: 4, lowStockThreshold: null });

    expect(changeProduct(product, { quantity: 4 }, later).product).toMatchObject({
      available: 0,
      reserved: 4,
    });
    expect(() => changeProduct(product, { quantity: 3 }, later)).toThrow(
      expect.objectContaining({ code: 'below-reserved' }),
    );
  });

  it('changes and tells nothing when all is so already', () => {
    const product = lamp();
    const same = { quantity: 10, price: 29.99, currency: 'EUR', name: 'Lamp', description: null } as const;

    expect(changeProduct(product, { ...same, status: 'ACTIVE', lowStockThreshold: 3 }, later)).toEqual({
      product,
      movements: [],
      events: [],
    });
  });

  it('takes a fact back by null and keeps what is absent', () => {
    const product = lamp({ description: 'Brass' });

    expect(changeProduct(product, { name: 'Old lamp' }, later).product).toMatchObject({
      name: 'Old lamp',
      description: 'Brass',
      lowStockThreshold: 3,
    });
    expect(
      changeProduct(product, { description: null, lowStockThreshold: null }, later).product,
    ).toMatchObject({
      description: null,
      lowStockThreshold: null,
    });
  });

  it('keeps the number when only the currency changes, if the currency can express it', () => {
    const round = lamp({ price: { amount: 3000, currency: 'EUR' } });

    expect(changeProduct(round, { currency: 'JPY' }, later).product.price).toEqual({
      amount: 30,
      currency: 'JPY',
    });
    expect(() => changeProduct(lamp(), { currency: 'JPY' }, later)).toThrow(
      expect.objectContaining({ code: 'price-not-exact' }),
    );
  });

  it.each([
    [
      'falls to the threshold',
      { available: 10 },
      { quantity: 3 },
      ['2 inventory.updated', '3 inventory.low_stock'],
    ],
    ['falls further below it', { available: 3 }, { quantity: 1 }, ['2 inventory.updated']],
    [
      'is overtaken by the threshold',
      { available: 10 },
      { lowStockThreshold: 10 },
      ['2 inventory.updated', '3 inventory.low_stock'],
    ],
    ['leaves zero', { available: 0 }, { quantity: 9 }, ['2 inventory.updated', '3 inventory.back_in_stock']],
    ['rises while above zero', { available: 1 }, { quantity: 9 }, ['2 inventory.updated']],
    [
      'leaves zero but stays low',
      { available: 0 },
      { quantity: 2 },
      ['2 inventory.updated', '3 inventory.back_in_stock'],
    ],
    [
      'leaves zero into a new threshold',
      { available: 0, lowStockThreshold: null },
      { quantity: 2, lowStockThreshold: 5 },
      ['2 inventory.updated', '3 inventory.back_in_stock', '4 inventory.low_stock'],
    ],
  ])('tells what is due when the stock %s', (_, before, change, told) => {
    const step = changeProduct(lamp(before), change, later);

    expect(typesOf(step)).toEqual(told);
    expect(step.product.version).toBe(1 + told.length);
  });
});

describe('adjusting the stock of a product', () => {
  const held = lamp({ available: 6, reserved: 4 });

  it('adds to what is on hand, under the name that was given to it', () => {
    const step = adjustStock(held, { delta: 5, reason: 'delivery', kind: 'received' }, later);
    expect(step.product).toMatchObject({ available: 11, reserved: 4 });
    expect(step.movements).toMatchObject([{ kind: 'received', quantity: 5, reason: 'delivery' }]);
  });

  it('takes away what is not reserved and no more', () => {
    const taken = { reason: 'lost', kind: 'adjusted' } as const;
    expect(adjustStock(held, { ...taken, delta: -6 }, later).product).toMatchObject({
      available: 0,
      reserved: 4,
    });
    expect(() => adjustStock(held, { ...taken, delta: -7 }, later)).toThrow(
      expect.objectContaining({ code: 'below-reserved' }),
    );
  });

  it('never lifts it above one thousand million, but lets what is above come down', () => {
    const added = { reason: 'found', kind: 'adjusted' } as const;
    expect(() => adjustStock(held, { ...added, delta: 1_000_000_000 }, later)).toThrow(
      expect.objectContaining({ code: 'too-much-stock' }),
    );
    const above = lamp({ available: 1_000_000_005, lowStockThreshold: null });
    expect(adjustStock(above, { ...added, delta: -1 }, later).product.available).toBe(1_000_000_004);
  });
});
