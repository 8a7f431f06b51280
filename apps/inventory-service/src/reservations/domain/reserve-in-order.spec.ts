import type { OrderCreated } from '@app/contracts';
import fc from 'fast-check';
import { orderCreated, orderReopened } from '../../../test/events.js';
import { stockOf } from '../../../test/stock.js';
import type { StockByProduct } from '../../stock/domain/product.js';
import { productsIn, reserveAgain, reserveInOrder } from './reserve-in-order.js';
import type { Reservation } from './reservation.js';

const heldUntil = new Date('2026-01-03T09:30:00Z');

const reserve = (stock: StockByProduct, created: readonly OrderCreated[]) =>
  reserveInOrder(stock, created, heldUntil);

describe('reserving in order', () => {
  it('holds all lines of an order that can be served', () => {
    const [step] = reserve(stockOf({ lamp: 3, shade: 1 }), [orderCreated({ lamp: 2, shade: 1 })]);

    expect(step?.reservation).toMatchObject({ status: 'RESERVED', version: 1, shortages: [] });
    expect(step?.movements).toEqual([
      expect.objectContaining({ kind: 'reserved', productId: 'lamp', availableDelta: -2, reservedDelta: 2 }),
      expect.objectContaining({ kind: 'reserved', productId: 'shade', availableDelta: -1, reservedDelta: 1 }),
    ]);
  });

  it('takes nothing for an order that is short of one line, so that the next may have it', () => {
    const stock = stockOf({ lamp: 1, shade: 0 });
    const [short, next] = reserve(stock, [orderCreated({ lamp: 1, shade: 1 }), orderCreated({ lamp: 1 })]);

    expect(short?.reservation.status).toBe('REJECTED');
    expect(short?.reservation.shortages).toEqual([
      { productId: 'shade', requested: 1, available: 0, known: true },
    ]);
    expect(short?.movements).toEqual([]);
    expect(next?.reservation.status).toBe('RESERVED');
  });

  it('serves the order that came first', () => {
    const steps = reserve(stockOf({ lamp: 3 }), [orderCreated({ lamp: 2 }), orderCreated({ lamp: 2 })]);

    expect(steps.map(({ reservation }) => reservation.status)).toEqual(['RESERVED', 'REJECTED']);
    expect(steps[1]?.reservation.shortages).toEqual([
      { productId: 'lamp', requested: 2, available: 1, known: true },
    ]);
  });

  it('sums the lines of one product before it checks them', () => {
    const twice = orderCreated([
      { productId: 'lamp', quantity: 2 },
      { productId: 'lamp', quantity: 2 },
    ]);

    expect(reserve(stockOf({ lamp: 3 }), [twice])[0]?.reservation).toMatchObject({
      status: 'REJECTED',
      lines: [{ productId: 'lamp', quantity: 4 }],
      shortages: [{ productId: 'lamp', requested: 4, available: 3, known: true }],
    });
  });

  it('knows a product that is not for sale, and has none of it', () => {
    const stock = stockOf({ lamp: { available: 5, status: 'INACTIVE' } });

    expect(reserve(stock, [orderCreated({ lamp: 1, ghost: 1 })])[0]?.reservation.shortages).toEqual([
      { productId: 'lamp', requested: 1, available: 0, known: true },
      { productId: 'ghost', requested: 1, available: 0, known: false },
    ]);
  });

  it('tells of each order what became of it, in its stream and because of it', () => {
    const created = [orderCreated({ lamp: 1 }), orderCreated({ lamp: 9 })];
    const told = reserve(stockOf({ lamp: 1 }), created).map((step) => step.told);

    expect(told.map(({ contract }) => contract.type)).toEqual([
      'inventory.reserved',
      'inventory.reservation.failed',
    ]);
    expect(told.map(({ subject }) => subject)).toEqual(created.map(({ data }) => data.orderId));
    expect(told.map(({ sequence }) => sequence)).toEqual([1, 1]);
    expect(told.map(({ cause }) => cause?.causationid)).toEqual(created.map(({ id }) => id));
  });

  it('holds goods that are to be paid for until a moment, and all others without an end', () => {
    const [asked, free, short] = reserve(stockOf({ lamp: 3 }), [
      orderCreated({ lamp: 1 }, undefined, { paymentRequired: true }),
      orderCreated({ lamp: 1 }),
      orderCreated({ lamp: 9 }, undefined, { paymentRequired: true }),
    ]);

    expect(asked?.reservation.expiresAt).toEqual(heldUntil);
    expect(free?.reservation.expiresAt).toBeNull();
    expect(short?.reservation).toMatchObject({ status: 'REJECTED', expiresAt: null });
  });

  it('asks for every product once', () => {
    expect(productsIn([orderCreated({ a: 1, b: 1 }), orderCreated({ b: 1, c: 1 })])).toEqual(['a', 'b', 'c']);
  });

  it('never promises more than there is, and nothing of an order that is refused', () => {
    const names = fc.constantFrom('a', 'b', 'c');
    const line = fc.record({ productId: names, quantity: fc.integer({ min: 1, max: 6 }) });
    const orders = fc.array(fc.array(line, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 });
    const levels = fc.dictionary(names, fc.nat(15));

    fc.assert(
      fc.property(levels, orders, (available, wanted) => {
        const steps = reserve(
          stockOf(available),
          wanted.map((lines) => orderCreated(lines)),
        );
        const left = new Map(Object.entries(available));

        for (const [index, { reservation, movements }] of steps.entries()) {
          const asked = new Map<string, number>();
          for (const { productId, quantity } of wanted[index] ?? []) {
            asked.set(productId, (asked.get(productId) ?? 0) + quantity);
          }
          const fits = [...asked].every(([productId, quantity]) => (left.get(productId) ?? 0) >= quantity);
          expect(reservation.status).toBe(fits ? 'RESERVED' : 'REJECTED');
          expect(movements.map(({ quantity }) => quantity)).toEqual(fits ? [...asked.values()] : []);
          for (const { productId, quantity } of movements) {
            left.set(productId, (left.get(productId) ?? 0) - quantity);
          }
          expect(Math.min(0, ...left.values())).toBe(0);
        }
      }),
    );
  });
});

describe('reserving again', () => {
  const orderId = '01980000-0000-7000-8000-000000000001';
  const known = (status: Reservation['status']) =>
    new Map([
      [
        orderId,
        { orderId, status, version: 3, lines: [], shortages: [], expiresAt: null } satisfies Reservation,
      ],
    ]);

  it.each(['RELEASED', 'RESTOCKED', 'REJECTED'] as const)(
    'holds what a %s order is to have now',
    (status) => {
      const reopened = orderReopened(orderId, { lamp: 2 });
      const [step] = reserveAgain(stockOf({ lamp: 2 }), known(status), [reopened]);

      expect(step?.reservation).toMatchObject({
        status: 'RESERVED',
        version: 4,
        lines: [{ productId: 'lamp', quantity: 2 }],
        expiresAt: null,
      });
      expect(step?.movements).toMatchObject([{ kind: 'reserved', quantity: 2, reservationVersion: 4 }]);
      expect(step?.told).toMatchObject({ contract: { type: 'inventory.reserved' }, sequence: 4 });
    },
  );

  it('says of what there is too little by now', () => {
    const [step] = reserveAgain(stockOf({ lamp: 1 }), known('RELEASED'), [
      orderReopened(orderId, { lamp: 2 }),
    ]);

    expect(step?.reservation).toMatchObject({
      status: 'REJECTED',
      shortages: [{ productId: 'lamp', requested: 2, available: 1, known: true }],
    });
    expect(step?.told.contract.type).toBe('inventory.reservation.failed');
  });

  it.each(['RESERVED', 'COMMITTED'] as const)('takes nothing more for an order that is %s', (status) => {
    const reopened = orderReopened(orderId, { lamp: 2 });
    expect(reserveAgain(stockOf({ lamp: 2 }), known(status), [reopened])).toEqual([]);
    expect(reserveAgain(stockOf({ lamp: 2 }), new Map(), [reopened])).toEqual([]);
  });
});
