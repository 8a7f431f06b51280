import type { DetailChanges, Order, OrderDetails } from './order.js';

const PARTS = ['contact', 'notes', 'shippingAddress'] as const satisfies readonly (keyof OrderDetails)[];

/** The parts of an order that the details speak of. */
export const partsOf = (details: DetailChanges): (keyof OrderDetails)[] =>
  PARTS.filter((part) => details[part] !== undefined);

/** The parts that would read differently. */
export const changedParts = (order: Order, details: DetailChanges): (keyof OrderDetails)[] =>
  partsOf(details).filter((part) => differs(order[part], details[part] ?? undefined));

/** The details as an order has them, where what was taken back is absent. */
export const withDetails = (details: DetailChanges): OrderDetails =>
  Object.fromEntries(partsOf(details).map((part) => [part, details[part] ?? undefined]));

/** Whether two flat records, or two values, say different things. */
export const differs = (a: unknown, b: unknown): boolean => canonical(a) !== canonical(b);

const canonical = (value: unknown): string | undefined =>
  value !== null && typeof value === 'object'
    ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : JSON.stringify(value);
