import { cancellationCode, type Money, refundCause } from '@app/contracts';
import type { LetterData, OrderData, TemplateName } from './letter-data.js';

const eur = (amount: number): Money => ({ amount, currency: 'EUR' });

const orderId = '0198c0de-6f10-7aaa-9d2e-112233445566';
const order: OrderData = {
  orderId,
  goods: {
    lines: [
      { productId: 'lamp-01', name: 'Desk lamp', quantity: 2, amount: eur(5998) },
      { productId: 'shade-07', name: null, quantity: 1, amount: eur(1000) },
    ],
    total: eur(6998),
  },
};
const unheardOf: OrderData = { orderId, goods: null };
const link = 'https://pay.example/s/1?order=4711&step=pay';
const payment = { amount: eur(6998), payBy: '2026-03-01T10:30:00Z' };
const refund = { orderId, amount: eur(6998), transactionId: 'pi_4711' };
const product = { productId: 'lamp-01', name: 'Desk lamp' };

/**
 * Data that every template must be able to tell of, the typical one first. Together they know every field, every value
 * of a field that is one of a few, and every field that may be null as null.
 */
export const SAMPLES: {
  readonly [Name in TemplateName]: readonly [LetterData[Name], ...LetterData[Name][]];
} = {
  'order-received': [order, unheardOf],
  'order-confirmed': [order, unheardOf],
  'order-changed': [order, unheardOf],
  'order-shipped': [
    { ...order, carrier: 'DHL', trackingCompany: 'Parcel Watch', trackingNumber: 'JD014600' },
    { ...unheardOf, carrier: null, trackingCompany: null, trackingNumber: null },
  ],
  'order-delivered': [
    { ...order, deliveredAt: '2026-03-01T10:30:00Z', signature: 'A. Lovelace' },
    { ...unheardOf, deliveredAt: '2026-03-01T10:30:00Z', signature: null },
  ],
  'order-cancelled': [
    { ...order, code: 'INSUFFICIENT_STOCK', reason: 'lamp-01: 1 available' },
    ...cancellationCode.options.map((code) => ({ ...unheardOf, code, reason: null })),
  ],
  'payment-requested': [
    { ...order, ...payment, link, linkText: link },
    { ...unheardOf, ...payment, link: null, linkText: 'at our counter' },
  ],
  'refund-due': [
    { ...refund, cause: 'PAID_TOO_LATE' },
    ...refundCause.options.map((cause) => ({ ...refund, cause })),
  ],
  'refund-to-make': [{ ...refund, cause: 'PAID_TWICE', customerId: '0198c0de-1111-7aaa-9d2e-112233445566' }],
  'low-stock': [{ ...product, available: 3, threshold: 5 }],
  'back-in-stock': [{ ...product, available: 40 }],
  'back-in-stock-customer': [product],
};

/** Every template, in the order of an order's life. */
export const TEMPLATE_NAMES = Object.keys(SAMPLES) as readonly TemplateName[];
