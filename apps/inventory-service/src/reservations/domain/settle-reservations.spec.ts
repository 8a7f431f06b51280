import { orderCancelled, orderDelivered, orderShipped } from '../../../test/events.js';
import type { Reservation } from './reservation.js';
import { productsMoved, settle } from './settle-reservations.js';

const orderId = '01980000-0000-7000-8000-000000000001';
const reservation: Reservation = {
  orderId,
  status: 'RESERVED',
  version: 1,
  lines: [
    { productId: 'lamp', quantity: 2 },
    { productId: 'shade', quantity: 1 },
  ],
  shortages: [],
  expiresAt: null,
};
const held = (change: Partial<Reservation> = {}) => new Map([[orderId, { ...reservation, ...change }]]);

describe('settling reservations', () => {
  it.each([
    ['shipped', orderShipped(orderId)],
    ['delivered without having been shipped', orderDelivered(orderId)],
  ])('commits what is held when the order was %s', (_, event) => {
    const [step] = settle('commit', held(), [event]);

    expect(step?.reservation).toMatchObject({ status: 'COMMITTED', version: 2 });
    expect(step?.movements).toEqual([
      expect.objectContaining({ kind: 'committed', productId: 'lamp', availableDelta: 0, reservedDelta: -2 }),
      expect.objectContaining({
        kind: 'committed',
        productId: 'shade',
        availableDelta: 0,
        reservedDelta: -1,
      }),
    ]);
  });

  it.each([
    ['commit', orderShipped(orderId)],
    ['cancel', orderCancelled(orderId)],
  ] as const)('lets nothing expire after %s', (step, event) => {
    const expiring = held({ expiresAt: new Date('2026-01-03T09:30:00Z') });

    expect(settle(step, expiring, [event])[0]?.reservation.expiresAt).toBeNull();
  });

  it('commits nothing twice', () => {
    expect(settle('commit', held({ status: 'COMMITTED', version: 2 }), [orderDelivered(orderId)])).toEqual(
      [],
    );
  });

  it('releases what is held when the order is cancelled, and the ledger says why', () => {
    const [step] = settle('cancel', held(), [orderCancelled(orderId)]);

    expect(step?.reservation).toMatchObject({ status: 'RELEASED', version: 2 });
    expect(step?.movements[0]).toMatchObject({ kind: 'released', availableDelta: 2, reservedDelta: -2 });
    expect(step?.movements[0]?.reason).toBe('REQUESTED');
  });

  it('puts back on the shelf what had left it', () => {
    const [step] = settle('cancel', held({ status: 'COMMITTED', version: 2 }), [orderCancelled(orderId)]);

    expect(step?.reservation).toMatchObject({ status: 'RESTOCKED', version: 3 });
    expect(step?.movements[0]).toMatchObject({ kind: 'restocked', availableDelta: 2, reservedDelta: 0 });
  });

  it('has nothing to do for an order that holds nothing', () => {
    expect(settle('cancel', held({ status: 'REJECTED' }), [orderCancelled(orderId)])).toEqual([]);
    expect(settle('cancel', new Map(), [orderCancelled(orderId)])).toEqual([]);
  });

  it.each([
    ['RESERVED', 'commit', 'inventory.committed', {}],
    ['RESERVED', 'cancel', 'inventory.released', { restocked: false }],
    ['COMMITTED', 'cancel', 'inventory.released', { restocked: true }],
  ] as const)('tells of %s after %s as %s', (status, step, type, more) => {
    const version = status === 'RESERVED' ? 1 : 2;
    const cause = step === 'commit' ? orderShipped(orderId) : orderCancelled(orderId);
    const [told] = settle(step, held({ status, version }), [cause]).map((taken) => taken.told);

    expect(told).toMatchObject({ contract: { type }, subject: orderId, sequence: version + 1 });
    expect(told?.data).toEqual({ orderId, lines: reservation.lines, ...more });
    expect(told?.cause?.causationid).toBe(cause.id);
  });

  it('asks for every product once', () => {
    expect(productsMoved(settle('commit', held(), [orderShipped(orderId)]))).toEqual(['lamp', 'shade']);
  });
});
