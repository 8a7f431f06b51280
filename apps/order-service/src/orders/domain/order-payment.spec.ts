import { DomainError } from '@app/platform';
import fc from 'fast-check';
import { applyChange, changeItems, refuseChange } from './item-change.js';
import type { Order, TakenStep } from './order.js';
import {
  expirePayment,
  needsLink,
  type ReceivedPayment,
  receivePayment,
  requestPayment,
  stockHeld,
} from './order-payment.js';
import { takeStep } from './order-steps.js';
import { place } from './place.js';
import type { Occasion } from './take-step.js';

const AT = '2026-01-02T09:30:00.000Z';
const WINDOW_MS = 1_800_000;
const occasion: Occasion = { at: AT, who: 'service:inventory' };
const line = { productId: 'lamp', name: 'Desk lamp', quantity: 2, unitPrice: 2999 };

const placed = (paymentRequired = true, unitPrice = 2999): Order =>
  place(
    {
      id: '0198c0df-0a1b-7c2d-8e3f-405162738495',
      customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
      lines: [{ ...line, unitPrice }],
      total: { amount: 2 * unitPrice, currency: 'EUR' },
      paymentRequired,
    },
    { at: AT, who: 'anonymous' },
  ).order;

const changeIdOf = (unique: number): string => `0198c0df-0a1b-7c2d-8e3f-${String(unique).padStart(12, '0')}`;
const last = (steps: readonly TakenStep[]): Order => {
  const order = steps.at(-1)?.order;
  if (!order) throw new Error('no step was taken');
  return order;
};
const typesOf = (steps: readonly TakenStep[]) => steps.map(({ event }) => event.contract.type);

const waiting = last(stockHeld(placed(), WINDOW_MS, occasion));
const asked = last(requestPayment(waiting, { link: 'https://pay.example/1', reference: 'cs_1' }, occasion));
const expired = last(expirePayment(asked, 'PAYMENT_EXPIRED', occasion));
const payment: ReceivedPayment = { transactionId: 'tx-1', amount: 5998, currency: 'EUR', collected: false };
const collected: ReceivedPayment = { ...payment, collected: true };
const paid = last(receivePayment(asked, payment, occasion));

describe('held stock', () => {
  it('confirms an order that need not be paid first, or that costs nothing', () => {
    expect(last(stockHeld(placed(false), WINDOW_MS, occasion)).status).toBe('CONFIRMED');
    expect(last(stockHeld(placed(true, 0), WINDOW_MS, occasion)).status).toBe('CONFIRMED');
  });

  it('starts the time to pay of any other', () => {
    expect(waiting).toMatchObject({
      status: 'AWAITING_PAYMENT',
      payment: { status: 'DUE', expiresAt: '2026-01-02T10:00:00.000Z' },
    });
    expect(needsLink(waiting)).toBe(true);
  });

  it('confirms a reopened order, which is paid already', () => {
    const reopened = last(receivePayment(expired, payment, occasion));
    expect(last(stockHeld(reopened, WINDOW_MS, occasion)).status).toBe('CONFIRMED');
  });
});

describe('a link', () => {
  it('is recorded once and asks the customer for the payment', () => {
    expect(asked.payment).toMatchObject({ status: 'DUE', link: 'https://pay.example/1', reference: 'cs_1' });
    expect(requestPayment(asked, { link: 'https://pay.example/2' }, occasion)).toEqual([]);
  });

  it.each([
    ['has been paid', paid],
    ['has expired', expired],
    ['has no stock yet', placed()],
  ])('is not asked for by an order that %s', (_what, order) => {
    expect(needsLink(order)).toBe(false);
    expect(requestPayment(order, { link: 'https://pay.example/2' }, occasion)).toEqual([]);
  });

  it('is asked for again when the order costs something else, and what it replaces stays known', () => {
    const wanted = {
      lines: [{ ...line, quantity: 1 }],
      total: { amount: 2999, currency: 'EUR' },
      details: {},
    };
    const pending = last(changeItems(asked, wanted, changeIdOf(1), occasion));
    const changed = last(applyChange(pending, changeIdOf(1), occasion));

    expect(needsLink(pending)).toBe(false);
    expect(needsLink(changed)).toBe(true);
    expect(changed.payment?.reference).toBe('cs_1');
    expect(last(requestPayment(changed, { link: 'https://pay.example/2' }, occasion)).payment).toMatchObject({
      link: 'https://pay.example/2',
      reference: undefined,
    });
  });
});

describe('a payment', () => {
  it('in time is told of and confirms the order', () => {
    expect(typesOf(receivePayment(asked, payment, occasion))).toEqual(['order.paid', 'order.confirmed']);
    expect(paid).toMatchObject({
      status: 'CONFIRMED',
      payment: { status: 'PAID', transactionId: 'tx-1', paidAt: AT },
    });
  });

  it.each(['PAYMENT_EXPIRED', 'RESERVATION_EXPIRED'] as const)('after %s reopens the order', (code) => {
    const late = receivePayment(last(expirePayment(asked, code, occasion)), payment, occasion);

    expect(typesOf(late)).toEqual(['order.paid', 'order.reopened']);
    expect(last(late)).toMatchObject({ status: 'PENDING', cancellation: undefined, payment: { late: true } });
  });

  it('that was recorded before changes nothing, wherever it went', () => {
    expect(receivePayment(paid, payment, occasion)).toEqual([]);
    const owed = last(receivePayment(asked, { ...collected, amount: 1 }, occasion));
    expect(receivePayment(owed, { ...collected, amount: 1 }, occasion)).toEqual([]);
  });

  const wished = last(takeStep(asked, { step: 'cancel', code: 'REQUESTED', reason: 'No' }, occasion));
  it.each<[string, Order, Partial<ReceivedPayment>, string, string]>([
    ['of too little', asked, { amount: 5997 }, 'wrong-amount', 'WRONG_AMOUNT'],
    ['of another currency', asked, { currency: 'USD' }, 'wrong-amount', 'WRONG_AMOUNT'],
    ['of a paid order', paid, { transactionId: 'tx-2' }, 'already-paid', 'PAID_TWICE'],
    ['of an order its customer has cancelled', wished, {}, 'payment-not-due', 'ORDER_CANCELLED'],
  ])(
    '%s is refused when it is reported, and owed back when it has been collected',
    (_what, order, change, code, cause) => {
      expect(() => receivePayment(order, { ...payment, ...change }, occasion)).toThrow(
        expect.objectContaining({ code }),
      );
      const [step, ...more] = receivePayment(order, { ...collected, ...change }, occasion);

      expect(more).toEqual([]);
      expect(step?.event).toMatchObject({ contract: { type: 'order.refund_due' }, data: { cause } });
      expect(step?.order.status).toBe(order.status);
    },
  );

  it('is owed back when a late one cannot be served, and when the order is cancelled afterwards', () => {
    const reopened = last(receivePayment(expired, payment, occasion));
    const failed = { step: 'cancel', code: 'INSUFFICIENT_STOCK', reason: 'Gone' } as const;

    expect(last(takeStep(reopened, failed, occasion)).refunds).toMatchObject([
      { cause: 'PAID_TOO_LATE', amount: 5998 },
    ]);
    expect(last(takeStep(paid, { ...failed, code: 'REQUESTED' }, occasion)).refunds).toMatchObject([
      { cause: 'ORDER_CANCELLED', amount: 5998 },
    ]);
  });
});

/** What was accepted, by transaction: as the table of payments has it. */
type Ledger = Map<string, number>;
/** Anything that can happen to an order; a refusal is as good as nothing. */
type Happening = (order: Order, ledger: Ledger, unique: number) => readonly TakenStep[];

const receive =
  (pay: Partial<ReceivedPayment>): Happening =>
  (order, ledger, unique) => {
    const received = { ...order.total, transactionId: `tx-${unique}`, collected: true, ...pay };
    const known = ledger.get(received.transactionId);
    const steps = receivePayment(order, { ...received, amount: known ?? received.amount }, occasion);
    ledger.set(received.transactionId, known ?? received.amount);
    return steps;
  };
const change =
  (quantity: number): Happening =>
  (order, _ledger, unique) =>
    changeItems(
      order,
      { lines: [{ ...line, quantity }], total: { amount: quantity * 2999, currency: 'EUR' }, details: {} },
      changeIdOf(unique),
      occasion,
    );
const cancel =
  (code: 'REQUESTED' | 'INSUFFICIENT_STOCK'): Happening =>
  (order) =>
    takeStep(order, { step: 'cancel', code, reason: 'No' }, occasion);

const happenings: Readonly<Record<string, Happening>> = {
  held: (order) => (order.status === 'PENDING' ? stockHeld(order, WINDOW_MS, occasion) : []),
  short: (...now) => (now[0].status === 'PENDING' ? cancel('INSUFFICIENT_STOCK')(...now) : []),
  linked: (order, _ledger, unique) =>
    requestPayment(order, { link: `https://pay.example/${unique}` }, occasion),
  paid: receive({}),
  reported: receive({ collected: false }),
  paidAgain: receive({ transactionId: 'tx-the-same' }),
  wronglyPaid: receive({ amount: 1 }),
  expired: (order) => expirePayment(order, 'PAYMENT_EXPIRED', occasion),
  cancelled: cancel('REQUESTED'),
  enlarged: change(3),
  reduced: change(1),
  changed: (order) => applyChange(order, order.change?.id ?? '', occasion),
  refused: (order) => refuseChange(order, { changeId: order.change?.id ?? '', shortages: [] }, occasion),
  shipped: (order) => takeStep(order, { step: 'ship' }, occasion),
};
const NAMES = Object.keys(happenings);

/** The steps that all of it leads to, and the money that was accepted on the way. */
function history(names: readonly string[]): { steps: TakenStep[]; ledger: Ledger } {
  const steps: TakenStep[] = [];
  const ledger: Ledger = new Map();
  names.forEach((name, unique) => {
    try {
      steps.push(...(happenings[name]?.(steps.at(-1)?.order ?? placed(), ledger, unique) ?? []));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  });
  return { steps, ledger };
}

const sum = (amounts: Iterable<number>): number => [...amounts].reduce((soFar, amount) => soFar + amount, 0);

describe('an order, whatever happens to it,', () => {
  const always = (claim: (steps: readonly TakenStep[], ledger: Ledger) => void) =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...NAMES), { maxLength: 30 }), (names) => {
        const { steps, ledger } = history(['held', ...names]);
        claim(steps, ledger);
      }),
      { numRuns: 1000 },
    );

  it('has versions without a hole that join end to end', () => {
    always((steps) => {
      expect(steps.map(({ event }) => event.sequence)).toEqual(steps.map((_step, index) => index + 2));
      steps.forEach(({ entry, order }, index) => {
        expect(entry).toMatchObject({ version: order.version, to: order.status });
        expect(entry.from).toBe(steps[index - 1]?.order.status ?? 'PENDING');
      });
    });
  });

  it('is paid for at most once', () => {
    always((steps) => {
      expect(typesOf(steps).filter((type) => type === 'order.paid').length).toBeLessThanOrEqual(1);
    });
  });

  it('has accepted money applied or owed back, never both and never neither', () => {
    always((steps, ledger) => {
      const { status, payment: by, total, refunds = [] } = last(steps);
      const applied = by?.status === 'PAID' && status !== 'CANCELLED' ? total.amount : 0;

      expect(applied + sum(refunds.map(({ amount }) => amount))).toBe(sum(ledger.values()));
    });
  });
});
