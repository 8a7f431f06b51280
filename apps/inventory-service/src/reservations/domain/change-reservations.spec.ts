import { orderChangeRequested } from '../../../test/events.js';
import { stockOf } from '../../../test/stock.js';
import { changeReservations, productsHeldOrWanted } from './change-reservations.js';
import type { Reservation } from './reservation.js';

const [first, second] = [
  '01980000-0000-7000-8000-000000000001',
  '01980000-0000-7000-8000-000000000002',
] as const;

const holding = (
  orderId: string,
  lines: Readonly<Record<string, number>>,
  facts: Partial<Reservation> = {},
) =>
  [
    orderId,
    {
      orderId,
      status: 'RESERVED',
      version: 1,
      lines: Object.entries(lines).map(([productId, quantity]) => ({ productId, quantity })),
      shortages: [],
      expiresAt: null,
      ...facts,
    },
  ] as const satisfies readonly [string, Reservation];

describe('changing reservations', () => {
  it('holds what is wanted in addition and gives back what is not wanted any more, and nothing else', () => {
    const held = new Map([holding(first, { lamp: 2, shade: 3, fan: 1 })]);
    const request = orderChangeRequested(first, { lamp: 5, shade: 1, fan: 1, desk: 1 });
    const [step] = changeReservations(stockOf({ lamp: 3, shade: 0, fan: 0, desk: 1 }), held, [request]);

    expect(step?.movements).toEqual([
      expect.objectContaining({ kind: 'released', productId: 'shade', quantity: 2, reservationVersion: 2 }),
      expect.objectContaining({ kind: 'reserved', productId: 'lamp', quantity: 3, reservationVersion: 2 }),
      expect.objectContaining({ kind: 'reserved', productId: 'desk', quantity: 1, reservationVersion: 2 }),
    ]);
    expect(step?.reservation).toMatchObject({ status: 'RESERVED', version: 2, lines: request.data.lines });
    expect(step?.told).toMatchObject({
      contract: { type: 'inventory.reservation.changed' },
      sequence: 2,
      data: { orderId: first, changeId: request.data.changeId, lines: request.data.lines },
    });
  });

  it('moves nothing when one product is short, and says how many the order could have in all', () => {
    const held = new Map([holding(first, { lamp: 2, shade: 3 })]);
    const request = orderChangeRequested(first, { lamp: 5, ghost: 1 });
    const [step] = changeReservations(stockOf({ lamp: 2, shade: 0 }), held, [request]);

    expect(step?.movements).toEqual([]);
    expect(step?.reservation).toMatchObject({ version: 2, lines: held.get(first)?.lines });
    expect(step?.told).toMatchObject({
      contract: { type: 'inventory.reservation.change_refused' },
      sequence: 2,
      data: {
        changeId: request.data.changeId,
        shortages: [
          { productId: 'lamp', requested: 5, available: 4, known: true },
          { productId: 'ghost', requested: 1, available: 0, known: false },
        ],
      },
    });
  });

  it.each(['REJECTED', 'RELEASED', 'COMMITTED', 'RESTOCKED'] as const)(
    'refuses a change of what is %s without naming a shortage',
    (status) => {
      const held = new Map([holding(first, { lamp: 2 }, { status, version: 3 })]);
      const [step] = changeReservations(stockOf({ lamp: 9 }), held, [
        orderChangeRequested(first, { lamp: 1 }),
      ]);

      expect(step?.reservation).toMatchObject({
        status,
        version: 4,
        lines: [{ productId: 'lamp', quantity: 2 }],
      });
      expect(step?.told.data).toMatchObject({ shortages: [] });
      expect(step?.movements).toEqual([]);
    },
  );

  it('lets who asks later have what who asked earlier gave back', () => {
    const held = new Map([holding(first, { lamp: 2 }), holding(second, { shade: 1 })]);
    const steps = changeReservations(stockOf({ lamp: 0, shade: 0 }), held, [
      orderChangeRequested(first, { lamp: 1 }),
      orderChangeRequested(second, { shade: 1, lamp: 1 }),
    ]);

    expect(steps.map(({ told }) => told.contract.type)).toEqual([
      'inventory.reservation.changed',
      'inventory.reservation.changed',
    ]);
  });

  it('sells no more of a product that was withdrawn, and keeps what is held of it', () => {
    const stock = stockOf({ lamp: { available: 5, status: 'INACTIVE' } });
    const held = new Map([holding(first, { lamp: 3 }), holding(second, { lamp: 2 })]);
    const [less, more] = changeReservations(stock, held, [
      orderChangeRequested(first, { lamp: 2 }),
      orderChangeRequested(second, { lamp: 3 }),
    ]);

    expect(less?.movements).toMatchObject([{ kind: 'released', quantity: 1 }]);
    expect(more?.told.data).toMatchObject({
      shortages: [{ productId: 'lamp', requested: 3, available: 2, known: true }],
    });
  });

  it('leaves when the goods expire as it was', () => {
    const expiresAt = new Date('2026-01-03T09:30:00Z');
    const held = new Map([holding(first, { lamp: 2 }, { expiresAt })]);
    const [step] = changeReservations(stockOf({ lamp: 0 }), held, [orderChangeRequested(first, { lamp: 1 })]);

    expect(step?.reservation.expiresAt).toEqual(expiresAt);
  });

  it('says so, too, when nothing differs', () => {
    const held = new Map([holding(first, { lamp: 2 })]);
    const [step] = changeReservations(stockOf({ lamp: 0 }), held, [orderChangeRequested(first, { lamp: 2 })]);

    expect(step?.told.contract.type).toBe('inventory.reservation.changed');
    expect(step?.movements).toEqual([]);
  });

  it('has nothing to say of an order it never heard of', () => {
    expect(changeReservations(stockOf({}), new Map(), [orderChangeRequested(first, { lamp: 1 })])).toEqual(
      [],
    );
  });

  it('asks for every product that is held or wanted once', () => {
    const held = new Map([holding(first, { lamp: 2, shade: 1 })]);
    const wanted = [orderChangeRequested(first, { lamp: 1, desk: 1 })];

    expect(productsHeldOrWanted(held, wanted)).toEqual(['lamp', 'shade', 'desk']);
  });
});
