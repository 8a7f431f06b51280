// @ts-check
import { COMMON_WORD, HOT_CUSTOMER, HOT_PRODUCT, RARE_WORD } from '../../tools/orders/fill-orders.mjs';

const DAY_MS = 86_400_000;
const daysAgo = (/** @type {number} */ days) => new Date(Date.now() - days * DAY_MS).toISOString();
const usualCustomer = `c0000000-0000-7000-8000-${(50_000).toString(16).padStart(12, '0')}`;

/** @typedef {{ name: string, query: Record<string, string> }} Case */

/** Every filter by itself, as common and as rare as it gets, and those that are used together. @type {readonly Case[]} */
export const CASES = [
  { name: 'none', query: {} },
  { name: 'status: most orders', query: { status: 'COMPLETED' } },
  { name: 'status: one order in fourteen', query: { status: 'CANCELLED' } },
  { name: 'status: few orders', query: { status: 'PENDING' } },
  { name: 'status: three of eight', query: { status: 'CONFIRMED,PROCESSING,SHIPPED' } },
  { name: 'status: three, most orders', query: { status: 'COMPLETED,DELIVERED,CANCELLED' } },
  { name: 'customer: the best', query: { customerId: HOT_CUSTOMER } },
  { name: 'customer: any', query: { customerId: usualCustomer } },
  { name: 'product: the best', query: { productId: HOT_PRODUCT } },
  { name: 'product: any', query: { productId: 'SEED-EUR-0700' } },
  { name: 'created: a day', query: { createdFrom: daysAgo(101), createdTo: daysAgo(100) } },
  { name: 'created: half a year', query: { createdFrom: daysAgo(250), createdTo: daysAgo(70) } },
  { name: 'text: a common word', query: { q: COMMON_WORD } },
  { name: 'text: a rare word', query: { q: RARE_WORD } },
  { name: 'text: three words', query: { q: `${COMMON_WORD} door leave` } },
  { name: 'total: over 100 EUR', query: { currency: 'EUR', minTotal: '100' } },
  { name: 'total: 1,000 to 1,010 EUR', query: { currency: 'EUR', minTotal: '1000', maxTotal: '1010' } },
  { name: 'customer and status', query: { customerId: HOT_CUSTOMER, status: 'CANCELLED' } },
  { name: 'product and status', query: { productId: HOT_PRODUCT, status: 'COMPLETED' } },
  { name: 'product and rare status', query: { productId: HOT_PRODUCT, status: 'PENDING' } },
  {
    name: 'product and month',
    query: { productId: HOT_PRODUCT, createdFrom: daysAgo(130), createdTo: daysAgo(100) },
  },
  { name: 'product and text', query: { productId: HOT_PRODUCT, q: COMMON_WORD } },
  {
    name: 'status and half a year',
    query: { status: 'DELIVERED', createdFrom: daysAgo(250), createdTo: daysAgo(70) },
  },
];

export const SORTS = ['-createdAt', 'createdAt', '-totalAmount', 'totalAmount'];
