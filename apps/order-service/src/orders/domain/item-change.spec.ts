import fc from 'fast-check';
import { applyChange, changeItems, refuseChange, type WantedChange } from './item-change.js';
import { ChangePending, OrderNotChangeable, PaidOrderCannotGrow } from './order-change.errors.js';
import { receivePayment, stockHeld } from './order-payment.js';
import { type OrderCommand, takeStep } from './order-steps.js';
import type { Order, TakenStep } from './order.js';
import { place } from './place.js';
import { totalled } from './reprice.js';

const CHANGE = '0198c0e0-0000-7000-8000-000000000001';
const OTHER_CHANGE = '0198c0e0-0000-7000-8000-000000000002';
const occasion = { at: '2026-01-05T12:00:00.000Z', who: 'anonymous' };
const lamp = (quantity: number) => ({ productId: 'lamp', name: 'Desk lamp', quantity, unitPrice: 2999 });
const shade = (quantity: number) => ({ productId: 'shade', name: 'Shade', quantity, unitPrice: 1000 });

const placed = (paymentRequired = false): Order =>
  place(
    {
      id: '0198c0df-0a1b-7c2d-8e3f-405162738495',
      customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
      lines: [lamp(2)],
      total: { amount: 5998, currency: 'EUR' },
      notes: 'Ring twice',
      paymentRequired,
    },
    { at: '2026-01-02T09:30:00.000Z', who: 'anonymous' },
  ).order;

const last = (steps: readonly TakenStep[]): Order => {
  const step = steps.at(-1);
  if (!step) throw new Error('no step was taken');
  return step.order;
};
const confirmed = () => last(stockHeld(placed(), 60_000, occasion));
const paid = () => {
  const payment = { transactionId: 'T1', amount: 5998, currency: 'EUR', collected: false };
  return last(receivePayment(last(stockHeld(placed(true), 60_000, occasion)), payment, occasion));
};
const wanting = (order: Order, ...lines: ReturnType<typeof lamp>[]): WantedChange => ({
  ...totalled(order, lines),
  details: {},
});
const ask = (order: Order, wanted: WantedChange, id = CHANGE) => changeItems(order, wanted, id, occasion);
const typesOf = (steps: readonly TakenStep[]) => steps.map(({ event }) => event.contract.type);

describe('other goods', () => {
  it('are asked for, and leave the order as it is until they are held', () => {
    const order = confirmed();
    const [step, ...more] = ask(order, wanting(order, lamp(1), shade(2), shade(1)));

    expect(more).toEqual([]);
    expect(step?.order).toMatchObject({ lines: order.lines, total: order.total, status: 'CONFIRMED' });
    expect(step?.order.change).toMatchObject({ id: CHANGE, status: 'PENDING' });
    expect(step?.event).toMatchObject({
      contract: { type: 'order.change_requested' },
      data: {
        changeId: CHANGE,
        lines: [
          { productId: 'lamp', quantity: 1 },
          { productId: 'shade', quantity: 3 },
        ],
      },
    });
  });

  it('are what the order reads as once they are held, with the details that came along', () => {
    const order = confirmed();
    const wanted = { ...wanting(order, shade(3)), details: { notes: null } };
    const after = last(applyChange(last(ask(order, wanted)), CHANGE, occasion));

    expect(after).toMatchObject({
      lines: [shade(3)],
      total: { amount: 3000 },
      change: { status: 'APPLIED' },
    });
    expect(after.notes).toBeUndefined();
  });

  it('that cannot be had leave the order as it was and say why', () => {
    const order = confirmed();
    const shortages = [{ productId: 'shade', requested: 3, available: 1, known: true }];
    const [step] = refuseChange(
      last(ask(order, wanting(order, shade(3)))),
      { changeId: CHANGE, shortages },
      occasion,
    );

    expect(step?.order).toMatchObject({
      lines: order.lines,
      total: order.total,
      notes: 'Ring twice',
      change: {
        status: 'REFUSED',
        reason: 'Not enough in stock: Shade (3 ordered, 1 available).',
        shortages,
      },
    });
    expect(step?.event.data).toMatchObject({ changed: ['change'], lines: order.lines });
  });

  it('that take no other stock are applied at once', () => {
    const order = confirmed();

    expect(typesOf(ask(order, wanting(order, lamp(1), lamp(1))))).toEqual(['order.updated']);
    expect(ask(order, wanting(order, lamp(2)))).toEqual([]);
  });

  it('can be asked for twice to the same effect, and not two different ones at once', () => {
    const order = confirmed();
    const pending = last(ask(order, wanting(order, lamp(5))));

    expect(ask(pending, wanting(order, lamp(5)), OTHER_CHANGE)).toEqual([]);
    expect(() => ask(pending, wanting(order, lamp(4)), OTHER_CHANGE)).toThrow(ChangePending);
  });

  it.each<OrderCommand>([{ step: 'ship' }, { step: 'deliver' }, { step: 'process' }])(
    'keep an order from this step until they are decided: $step',
    (command) => {
      const order = confirmed();
      const pending = last(ask(order, wanting(order, lamp(5))));

      expect(() => takeStep(pending, command, occasion)).toThrow(ChangePending);
    },
  );

  it('are forgotten when the order is cancelled, whatever inventory answers then', () => {
    const order = confirmed();
    const pending = last(ask(order, wanting(order, lamp(5))));
    const cancelled = last(
      takeStep(pending, { step: 'cancel', code: 'REQUESTED', reason: 'No more' }, occasion),
    );

    expect(cancelled.change?.status).toBe('DROPPED');
    expect(applyChange(cancelled, CHANGE, occasion)).toEqual([]);
    expect(refuseChange(cancelled, { changeId: CHANGE, shortages: [] }, occasion)).toEqual([]);
  });

  it('are refused before the order is decided and once it has left', () => {
    const shipped = last(takeStep(confirmed(), { step: 'ship' }, occasion));

    for (const order of [placed(), shipped]) {
      expect(() => ask(order, wanting(order, lamp(5)))).toThrow(OrderNotChangeable);
    }
  });
});

describe('other goods of an order with a payment', () => {
  it('cannot cost more than was paid', () => {
    expect(() => ask(paid(), wanting(paid(), lamp(3)))).toThrow(PaidOrderCannotGrow);
  });

  it('that cost less than was paid owe the difference back', () => {
    const order = paid();
    const steps = applyChange(last(ask(order, wanting(order, lamp(1)))), CHANGE, occasion);

    expect(typesOf(steps)).toEqual(['order.updated', 'order.refund_due']);
    expect(last(steps).refunds).toMatchObject([
      { transactionId: 'T1', amount: 2999, currency: 'EUR', cause: 'ORDER_REDUCED' },
    ]);
  });

  it('take away the link that asks for another amount, before it is paid', () => {
    const due = last(stockHeld(placed(true), 60_000, occasion));
    const linked = {
      ...due,
      payment: { ...due.payment, status: 'DUE', link: 'https://pay.example/1' },
    } as const;
    const after = last(applyChange(last(ask(linked, wanting(linked, lamp(1)))), CHANGE, occasion));

    expect(after).toMatchObject({ status: 'AWAITING_PAYMENT', payment: { status: 'DUE' } });
    expect(after.payment?.link).toBeUndefined();
  });
});

describe('any row of changes', () => {
  const quantities = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 });

  it('gives events without a hole, and an order that reads as the last change that was applied', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(quantities, fc.boolean()), { maxLength: 8 }), (changes) => {
        let order = confirmed();
        let applied = order.lines;
        let version = order.version;
        changes.forEach(([wanted, held], index) => {
          const id = `0198c0e0-0000-7000-8000-00000000000${index}`;
          const asked = ask(order, wanting(order, ...wanted.map(lamp)), id);
          const pending = asked.at(-1)?.order ?? order;
          const decided = held
            ? applyChange(pending, id, occasion)
            : refuseChange(pending, { changeId: id, shortages: [] }, occasion);
          for (const { event } of [...asked, ...decided]) expect(event.sequence).toBe(++version);
          order = decided.at(-1)?.order ?? pending;
          if (order.change?.status === 'APPLIED' && order.change.id === id) applied = order.change.lines;

          expect(order.lines).toEqual(applied);
          expect(order.change?.status).not.toBe('PENDING');
        });
      }),
    );
  });
});
