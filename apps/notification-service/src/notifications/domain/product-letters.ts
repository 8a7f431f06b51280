import type { BackInStock, LowStock } from '@app/contracts';
import type { Letter } from './letter.js';

/** To the shop: a product is running out. */
export const lowStock = ({ data }: LowStock): Letter => ({
  subject: `Low stock: ${data.name || data.productId}`,
  blocks: [
    { paragraph: 'A product has fallen to its threshold.' },
    {
      facts: [
        ['Product', data.productId],
        ['Name', data.name],
        ['Available', String(data.available)],
        ['Threshold', String(data.threshold)],
      ],
    },
  ],
});

/** To the shop: a product that had run out can be sold again. */
export const backInStock = ({ data }: BackInStock): Letter => ({
  subject: `Back in stock: ${data.name || data.productId}`,
  blocks: [
    { paragraph: 'A product that had run out can be sold again.' },
    {
      facts: [
        ['Product', data.productId],
        ['Name', data.name],
        ['Available', String(data.available)],
      ],
    },
  ],
});
