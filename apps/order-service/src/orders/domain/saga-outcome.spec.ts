import type { TakenStep } from './order.js';
import {
  expirePayment,
  type ReceivedPayment,
  receivePayment,
  requestPayment,
  stockHeld,
} from './order-payment.js';
import { takeStep } from './order-steps.js';
import { place } from './place.js';
import { sagaOutcome } from './saga-outcome.js';
import type { Occasion } from './take-step.js';

const occasion: Occasion = { at: '2026-01-02T09:30:00.000Z', who: 'service:inventory' };
const payment: ReceivedPayment = {
  transactionId: 'tx-1',
  amount: 5998,
  currency: 'EUR',
  collected: false,
};

const placed = (paymentRequired: boolean) =>
  place(
    {
      id: '0198c0df-0a1b-7c2d-8e3f-405162738495',
      customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
      lines: [{ productId: 'lamp', name: 'Desk lamp', quantity: 2, unitPrice: 2999 }],
      total: { amount: 5998, currency: 'EUR' },
      paymentRequired,
    },
    { at: occasion.at, who: 'anonymous' },
  ).order;

const last = (steps: readonly TakenStep[]) => {
  const order = steps.at(-1)?.order;
  if (!order) throw new Error('no step was taken');
  return order;
};
const told = (steps: readonly TakenStep[]) => steps.map(sagaOutcome);
const cancel = (order: TakenStep['order'], code: 'INSUFFICIENT_STOCK' | 'REQUESTED') =>
  takeStep(order, { step: 'cancel', code, reason: 'because' }, occasion);

const free = placed(false);
const waiting = last(stockHeld(placed(true), 60_000, occasion));
const expired = last(expirePayment(waiting, 'PAYMENT_EXPIRED', occasion));

describe('the outcome of a saga', () => {
  it('is decided when it is known whether the goods can be had', () => {
    expect(told(stockHeld(free, 60_000, occasion))).toEqual(['confirmed']);
    expect(told(stockHeld(placed(true), 60_000, occasion))).toEqual(['payment-due']);
    expect(told(cancel(free, 'INSUFFICIENT_STOCK'))).toEqual(['rejected']);
    expect(told(cancel(free, 'REQUESTED'))).toEqual(['cancelled']);
  });

  it('and, where they are to be paid for first, once more when they are or are not', () => {
    expect(told(requestPayment(waiting, { link: 'https://pay.example/1' }, occasion))).toEqual([undefined]);
    expect(told(receivePayment(waiting, payment, occasion))).toEqual([undefined, 'paid']);
    expect(told(expirePayment(waiting, 'PAYMENT_EXPIRED', occasion))).toEqual(['expired']);
    expect(told(cancel(waiting, 'REQUESTED'))).toEqual(['cancelled']);
  });

  it('is none where the customer has paid too late, nor for what happens afterwards', () => {
    const reopened = last(receivePayment(expired, payment, occasion));
    expect(told(stockHeld(reopened, 60_000, occasion))).toEqual([undefined]);

    const confirmed = last(stockHeld(free, 60_000, occasion));
    expect(told(cancel(confirmed, 'REQUESTED'))).toEqual([undefined]);
  });
});
