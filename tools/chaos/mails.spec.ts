import { owedTo } from './mails.mjs';

const owed = (...events: string[]) =>
  Object.fromEntries(
    owedTo({ id: 'o', history: events.map((event) => ({ event })) }).map(([, kind, times]) => [kind, times]),
  );

describe('what a customer is owed', () => {
  it('is to be told that the order was received, and whenever it was cancelled', () => {
    expect(owed('order.created', 'order.confirmed')).toMatchObject({
      'order-received': 1,
      'order-cancelled': 0,
    });
    expect(owed('order.created', 'order.cancelled')).toMatchObject({
      'order-received': 1,
      'order-cancelled': 1,
    });
  });

  it('is one cancellation, though a late payment finds the order cancelled', () => {
    expect(owed('order.created', 'order.cancelled', 'order.paid', 'order.reopened')).toMatchObject({
      'order-cancelled': 1,
      'refund-due': 0,
    });
  });

  it('is two when the order is cancelled again, and to hear of the money', () => {
    const history = [
      'order.cancelled',
      'order.paid',
      'order.reopened',
      'order.cancelled',
      'order.refund_due',
    ];
    expect(owed('order.created', ...history)).toMatchObject({ 'order-cancelled': 2, 'refund-due': 1 });
  });
});
