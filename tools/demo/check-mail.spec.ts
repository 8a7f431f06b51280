import { dueNotifications, mailProblems, notificationProblems } from './check-mail.mjs';

const ADA = 'ada@example.org';

const outcome = (id: string, end: 'CONFIRMED' | 'CANCELLED' | 'undecided') => ({
  id,
  end,
  order: { customerId: 'c1', items: [{ productId: 'lamp', quantity: 1 }], contact: { email: ADA } },
});

const notification = (kind: string, orderId: string, more: object = {}) => ({
  type: 'EMAIL',
  kind,
  recipient: ADA,
  subject: kind,
  sent: true,
  metadata: { orderId },
  ...more,
});

describe('the check of the mail', () => {
  const due = ['order-received 1', 'order-confirmed 1'];

  it('expects two mails for each order that came to its end', () => {
    const outcomes = [outcome('1', 'CONFIRMED'), outcome('2', 'CANCELLED'), outcome('3', 'undecided')];
    expect([...dueNotifications(outcomes)]).toEqual([
      [ADA, ['order-received 1', 'order-confirmed 1', 'order-received 2', 'order-cancelled 2']],
    ]);
  });

  it('finds nothing wrong where everything due has been sent once', () => {
    const told = [notification('order-confirmed', '1'), notification('order-received', '1')];
    expect(notificationProblems(ADA, due, told)).toEqual([]);
  });

  it.each([
    ['one that is missing', [notification('order-received', '1')]],
    ['one too many', [...due, due[0]].map((name) => notification(...(name?.split(' ') as [string, string])))],
    [
      'one that is not due',
      [...due, 'order-cancelled 1'].map((name) => notification(...(name.split(' ') as [string, string]))),
    ],
    [
      'one that is not sent',
      [notification('order-received', '1'), notification('order-confirmed', '1', { sent: false })],
    ],
  ])('finds %s', (_, told) => {
    expect(notificationProblems(ADA, due, told)).toHaveLength(1);
  });

  it('compares what was sent with what arrived', () => {
    const sent = [
      { recipient: ADA, subject: 'a' },
      { recipient: ADA, subject: 'b' },
    ];
    expect(mailProblems(sent, sent.toReversed())).toEqual([]);
    expect(mailProblems(sent, sent.slice(1))).toEqual([`mail to ${ADA}, "a": 0 instead of 1`]);
  });
});
