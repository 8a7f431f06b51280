import type { BackInStock, LowStock } from '@app/contracts';
import { backInStock, backInStockForCustomer, lowStock } from './product-letters.js';

const product = { productId: 'lamp-01', name: 'Desk lamp', available: 3 };

it('tells the shop what is running out, and how far it has come', () => {
  const data = { ...product, threshold: 5 };

  expect(lowStock({ data } as LowStock)).toEqual(data);
});

it('tells a customer what they have waited for, and nothing of how many there are', () => {
  expect(backInStockForCustomer({ data: product } as BackInStock)).toEqual({
    productId: 'lamp-01',
    name: 'Desk lamp',
  });
});

it('calls a product without a name by its id', () => {
  const data = { ...product, name: '', threshold: 5 };

  expect(lowStock({ data } as LowStock).name).toBe('lamp-01');
  expect(backInStock({ data: { ...product, name: '' } } as BackInStock)).toEqual({
    productId: 'lamp-01',
    name: 'lamp-01',
    available: 3,
  });
});
