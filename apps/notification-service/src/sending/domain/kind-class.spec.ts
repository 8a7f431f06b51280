import { kindClassOf } from './kind-class.js';

it.each([
  ['order-received', 'order'],
  ['order-cancelled', 'order'],
  ['payment-requested', 'payment'],
  ['refund-due', 'payment'],
  ['low-stock', 'stock'],
  ['back-in-stock-customer', 'stock'],
  ['custom', 'custom'],
] as const)('%s counts as %s', (kind, expected) => {
  expect(kindClassOf(kind)).toBe(expected);
});
