import type { BackInStock, LowStock } from '@app/contracts';
import { write } from './letter.js';
import { backInStock, lowStock } from './product-letters.js';

const product = { productId: 'lamp-01', name: 'Desk lamp', available: 3 };

it('tells the shop what is running out, and how far it has come', () => {
  const { subject, text } = write(lowStock({ data: { ...product, threshold: 5 } } as LowStock));

  expect(subject).toBe('Low stock: Desk lamp');
  expect(text).toContain('Product: lamp-01\nName: Desk lamp\nAvailable: 3\nThreshold: 5');
});

it('tells the shop what can be sold again', () => {
  const { subject, text } = write(backInStock({ data: product } as BackInStock));

  expect(subject).toBe('Back in stock: Desk lamp');
  expect(text).toContain('Product: lamp-01\nName: Desk lamp\nAvailable: 3');
});

it('calls a product without a name by its id', () => {
  expect(lowStock({ data: { ...product, name: '', threshold: 5 } } as LowStock).subject).toBe(
    'Low stock: lamp-01',
  );
});
