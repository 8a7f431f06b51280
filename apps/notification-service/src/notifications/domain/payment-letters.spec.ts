import type { OrderPaymentRequested, OrderRefundDue } from '@app/contracts';
import { paymentRequested, refundDue, refundToMake } from './payment-letters.js';

const orderId = '0198c0de-6f10-7aaa-9d2e-112233445566';
const customerId = '0198c0de-1111-7aaa-9d2e-112233445566';
const amount = { amount: 5998, currency: 'EUR' };

describe('the letter that asks for a payment', () => {
  const asking = (link: string) => {
    const data = { orderId, customerId, amount, link, expiresAt: '2026-03-01T10:30:59Z' };
    return paymentRequested({ data } as OrderPaymentRequested, { orderId, lines: [] });
  };

  it('tells how much, until when and where, even of an order of which only the id is known', () => {
    const link = 'https://pay.example/s/1?a=1&b=2';

    expect(asking(link)).toEqual({
      orderId,
      goods: null,
      amount,
      payBy: '2026-03-01T10:30:59Z',
      link,
      linkText: link,
    });
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,<b>',
    'mailto:ada@example.org',
    ' javascript://x/%0aalert(1)',
  ])('makes nobody go to %s with a click', (link) => {
    expect(asking(link)).toMatchObject({ link: null, linkText: link });
  });
});

it('tells the customer of a refund how much and why, and the shop to whom besides', () => {
  const data = { orderId, customerId, transactionId: 'pi_1', amount, cause: 'PAID_TWICE' };
  const { customerId: _, ...known } = data;

  expect(refundDue({ data } as OrderRefundDue)).toEqual(known);
  expect(refundToMake({ data } as OrderRefundDue)).toEqual(data);
});
