import fc from 'fast-check';
import { ImplausibleDeliveryTime } from './order.errors.js';
import type { Order, TakenStep } from './order.js';
import { canTake } from './order-lifecycle.js';
import { isTaken, type OrderCommand, takeStep as takeSteps } from './order-steps.js';
import { place } from './place.js';
import type { Occasion } from './take-step.js';

const PLACED_AT = '2026-01-02T09:30:00.000Z';
const LATER = '2026-01-05T12:00:00.000Z';
const occasion = { at: LATER, who: 'anonymous' };

const placed = place(
  {
    id: '0198c0df-0a1b-7c2d-8e3f-405162738495',
    customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
    lines: [{ productId: 'lamp', name: 'Desk lamp', quantity: 2, unitPrice: 2999 }],
    total: { amount: 5998, currency: 'EUR' },
    contact: { email: 'ada@example.org' },
  },
  { at: PLACED_AT, who: 'customer:0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5' },
);

/** The one step that a command leads to. */
function takeStep(order: Order, command: OrderCommand, when: Occasion): TakenStep {
  const [step, ...more] = takeSteps(order, command, when);
  if (!step || more.length > 0) throw new Error('not one step');
  return step;
}

const after = (...commands: OrderCommand[]): Order =>
  commands.reduce((order, command) => takeStep(order, command, occasion).order, placed.order);

const cancel: OrderCommand = { step: 'cancel', code: 'REQUESTED', reason: 'Ordered twice' };
const ship: OrderCommand = { step: 'ship', carrier: 'DHL', trackingNumber: '0034' };

describe('placing', () => {
  it('starts the stream of the order with all that the others need', () => {
    expect(placed.order).toMatchObject({
      version: 1,
      status: 'PENDING',
      createdAt: PLACED_AT,
      updatedAt: PLACED_AT,
    });
    expect(placed.entry).toEqual({
      version: 1,
      event: 'order.created',
      from: null,
      to: 'PENDING',
      at: PLACED_AT,
      who: `customer:${placed.order.customerId}`,
    });
    expect(placed.event).toMatchObject({
      contract: { type: 'order.created' },
      subject: placed.order.id,
      sequence: 1,
      data: { orderId: placed.order.id, lines: placed.order.lines, total: placed.order.total },
    });
  });
});

describe('a step', () => {
  it('announces a confirmation and records who brought it about', () => {
    const { order, entry, event } = takeStep(
      placed.order,
      { step: 'confirm' },
      { ...occasion, who: 'service:inventory' },
    );

    expect(order).toMatchObject({ status: 'CONFIRMED', version: 2, createdAt: PLACED_AT, updatedAt: LATER });
    expect(entry).toEqual({
      version: 2,
      event: 'order.confirmed',
      from: 'PENDING',
      to: 'CONFIRMED',
      at: LATER,
      who: 'service:inventory',
    });
    expect(event).toMatchObject({ contract: { type: 'order.confirmed' }, sequence: 2 });
  });

  it('keeps the reason and the code of a cancellation in the order, its history and its event', () => {
    const { order, entry, event } = takeStep(placed.order, cancel, occasion);

    expect(order.cancellation).toEqual({ code: 'REQUESTED', reason: 'Ordered twice' });
    expect(entry).toMatchObject({ why: 'Ordered twice', code: 'REQUESTED' });
    expect(event).toMatchObject({ contract: { type: 'order.cancelled' }, data: order.cancellation });
  });

  it('keeps how the goods travel and how they arrived', () => {
    const shipped = takeStep(after({ step: 'confirm' }), ship, occasion);
    const deliveredAt = '2026-01-05T11:00:00.000Z';
    const delivered = takeStep(shipped.order, { step: 'deliver', deliveredAt, signature: 'A. L.' }, occasion);

    expect(shipped.event.data).toMatchObject({ carrier: 'DHL', trackingNumber: '0034' });
    expect(delivered.order).toMatchObject({
      shipping: { carrier: 'DHL', trackingNumber: '0034' },
      delivery: { deliveredAt, signature: 'A. L.' },
    });
    expect(delivered.event.data).toMatchObject({ deliveredAt, signature: 'A. L.' });
  });

  it('takes a delivery that names no time as one of now', () => {
    const { order, event } = takeStep(after({ step: 'confirm' }), { step: 'deliver' }, occasion);

    expect(order.delivery).toEqual({ deliveredAt: LATER, signature: undefined });
    expect(event.data).toMatchObject({ deliveredAt: LATER });
  });

  it.each([
    ['before the order was placed', '2026-01-02T09:24:59.000Z', false],
    ['as early as a clock may be wrong', '2026-01-02T09:25:00.000Z', true],
    ['as late as a clock may be wrong', '2026-01-05T12:05:00.000Z', true],
    ['in the future', '2026-01-05T12:05:00.001Z', false],
  ])('judges a delivery %s', (_when, deliveredAt, plausible) => {
    const deliver = () => takeStep(after({ step: 'confirm' }), { step: 'deliver', deliveredAt }, occasion);

    if (plausible) expect(deliver().order.delivery?.deliveredAt).toBe(deliveredAt);
    else expect(deliver).toThrow(ImplausibleDeliveryTime);
  });
});

describe('a step that is asked for again', () => {
  it.each<[string, Order, OrderCommand, boolean]>([
    [
      'another cancellation, whatever its reason',
      after(cancel),
      { ...cancel, reason: 'Changed my mind' },
      true,
    ],
    ['a first cancellation', after({ step: 'confirm' }), cancel, false],
    ['the same shipping', after({ step: 'confirm' }, ship), ship, true],
    ['a shipping that says less', after({ step: 'confirm' }, ship), { step: 'ship' }, true],
    [
      'another tracking number',
      after({ step: 'confirm' }, ship),
      { step: 'ship', trackingNumber: '9' },
      false,
    ],
    ['a carrier that was not named', after({ step: 'confirm' }, { step: 'ship' }), ship, false],
    [
      'a delivery without details',
      after({ step: 'confirm' }, { step: 'deliver' }),
      { step: 'deliver' },
      true,
    ],
    [
      'a delivery at another time',
      after({ step: 'confirm' }, { step: 'deliver' }),
      { step: 'deliver', deliveredAt: PLACED_AT },
      false,
    ],
    ['shipping what has been delivered', after({ step: 'confirm' }, ship, { step: 'deliver' }), ship, false],
  ])('is recognised: %s', (_what, order, command, taken) => {
    expect(isTaken(order, command)).toBe(taken);
  });
});

describe('any sequence of steps', () => {
  const command = fc.constantFrom<OrderCommand>({ step: 'confirm' }, ship, { step: 'deliver' }, cancel);

  it('gives a history and events that are numbered without a hole and join end to end', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 12 }), (commands) => {
        const taken: TakenStep[] = [placed];
        for (const next of commands) {
          const { order } = taken.at(-1) ?? placed;
          if (canTake(order.status, next.step)) taken.push(takeStep(order, next, occasion));
        }

        expect(taken.map(({ event }) => event.sequence)).toEqual(taken.map((_step, index) => index + 1));
        taken.forEach(({ order, entry }, index) => {
          expect(entry).toMatchObject({ version: order.version, to: order.status });
          expect(entry.from).toBe(taken[index - 1]?.order.status ?? null);
        });
      }),
    );
  });
});
