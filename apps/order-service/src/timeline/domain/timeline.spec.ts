import { place } from '../../orders/domain/place.js';
import { receivePayment, stockHeld } from '../../orders/domain/order-payment.js';
import { takeStep } from '../../orders/domain/order-steps.js';
import type { Order, TakenStep } from '../../orders/domain/order.js';
import type { Occasion } from '../../orders/domain/take-step.js';
import { timelineOf } from './timeline.js';
import type { IncidentFact, TimelineFacts } from './timeline-facts.js';

const AT = '2026-01-02T09:30:00.000Z';
const later = (ms: number): string => new Date(Date.parse(AT) + ms).toISOString();

const placed = place(
  {
    id: '0198c0df-0a1b-7c2d-8e3f-405162738495',
    customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
    lines: [{ productId: 'lamp', name: 'Desk lamp', quantity: 2, unitPrice: 2999 }],
    total: { amount: 5998, currency: 'EUR' },
  },
  { at: AT, who: 'anonymous' },
);
const toBePaid: Order = { ...placed.order, payment: { status: 'EXPECTED' } };

/** Inventory's word, by a clock that may differ. */
const inventorySays = (type: string, sequence: number, ms: number, heardMs: number): Occasion => ({
  at: later(heardMs),
  who: 'service:inventory',
  causedBy: {
    id: '0198c0df-0a8f-7d3e-9f40-516273849506',
    type,
    sequence,
    time: later(ms),
  } as Occasion['causedBy'],
});

const facts = (steps: readonly TakenStep[], more: Partial<TimelineFacts> = {}): TimelineFacts => ({
  order: steps.at(-1)?.order ?? placed.order,
  history: [placed, ...steps].map(({ entry }) => entry),
  heard: 0,
  incidents: [],
  parked: [],
  outgoing: [],
  payments: [],
  ...more,
});

const incident = (
  sequence: number,
  kind: IncidentFact['kind'],
  ms: number,
  detail: IncidentFact['detail'] = {},
): IncidentFact => ({ sequence, kind, times: 1, firstAt: later(ms), lastAt: later(ms), detail });

const reserved = takeStep(placed.order, { step: 'confirm' }, inventorySays('inventory.reserved', 1, 80, 120));
const [confirmed] = reserved;

describe('a timeline', () => {
  it('puts causes before effects, however wrong a clock is', () => {
    const steps = takeStep(
      placed.order,
      { step: 'confirm' },
      inventorySays('inventory.reserved', 1, 900, 120),
    );
    const told = timelineOf(facts(steps, { heard: 1 })).steps;
    expect(told.map(({ type, delayMs }) => [type, delayMs])).toEqual([
      ['order.created', undefined],
      ['inventory.reserved', 900],
      ['order.confirmed', -780],
    ]);
  });

  it('compensates the stock of a cancelled order, save where none could be had', () => {
    const cancel = { step: 'cancel', code: 'REQUESTED', reason: 'Ordered twice' } as const;
    const wanted = takeStep(confirmed?.order ?? placed.order, cancel, { at: later(500), who: 'anonymous' });
    const short = takeStep(
      placed.order,
      { ...cancel, code: 'INSUFFICIENT_STOCK' },
      inventorySays('inventory.reservation.failed', 1, 80, 120),
    );
    expect(timelineOf(facts([...reserved, ...wanted])).steps.at(-1)).toMatchObject({ compensates: 'stock' });
    expect(timelineOf(facts(short)).steps.at(-1)).not.toHaveProperty('compensates');
  });

  it('names the money that was paid and that is owed back, and expects it to be given back', () => {
    const payment = { transactionId: 'T1', amount: 5998, currency: 'EUR' };
    const held = stockHeld(toBePaid, 60_000, { at: later(100), who: 'service:inventory' });
    const due = held[0]?.order ?? toBePaid;
    const paid = receivePayment(due, { ...payment, collected: true }, { at: later(200), who: 'customer' });
    const cancel = { step: 'cancel', code: 'REQUESTED', reason: 'Ordered twice' } as const;
    const cancelled = takeStep(paid.at(-1)?.order ?? due, cancel, { at: later(300), who: 'customer' });

    const { steps, next } = timelineOf(facts([...held, ...paid, ...cancelled], { payments: [payment] }));
    expect(steps.filter((step) => step.payment)).toMatchObject([
      { type: 'order.paid', payment },
      { type: 'order.refund_due', payment, compensates: 'payment' },
    ]);
    expect(next).toEqual({ waitingFor: ['order.updated'], from: 'shop', since: later(300) });
  });

  it.each<[string, IncidentFact[], object | undefined]>([
    [
      'is on the ladder',
      [incident(1, 'retried', 10, { code: 'x' })],
      { place: 'retry', attempts: 1, code: 'x' },
    ],
    [
      'was given up',
      [incident(1, 'retried', 10, { code: 'x' }), incident(1, 'dead-lettered', 20, { code: 'y' })],
      { place: 'dead-letter', attempts: 2, code: 'y' },
    ],
    [
      'was given up and replayed',
      [incident(1, 'dead-lettered', 20, { code: 'y' }), incident(1, 'replayed', 30)],
      { place: 'retry', attempts: 1, code: 'y' },
    ],
    [
      'was discarded',
      [incident(1, 'dead-lettered', 20, { code: 'y' }), incident(1, 'discarded', 30)],
      undefined,
    ],
    ['was handled', [], undefined],
  ])('knows where an event is that %s', (_, incidents, expected) => {
    const [pending] = timelineOf(facts([], { incidents })).pending;
    if (expected) expect(pending).toMatchObject(expected);
    else expect(pending).toBeUndefined();
  });

  it.each<[string, Order, object]>([
    ['PENDING', placed.order, { from: 'inventory', since: AT }],
    [
      'AWAITING_PAYMENT',
      stockHeld(toBePaid, 60_000, { at: later(100), who: 'x' })[0]?.order ?? toBePaid,
      { from: 'payment-provider', waitingFor: ['order.payment_requested'], expiresAt: later(60_100) },
    ],
    ['CONFIRMED', confirmed?.order ?? placed.order, { from: 'shop', waitingFor: expect.any(Array) }],
  ])('expects something of somebody while the order is %s', (status, order, expected) => {
    const { next, ...timeline } = timelineOf({ ...facts([]), order });
    expect(timeline.status).toBe(status);
    expect(next).toMatchObject(expected);
  });
});
