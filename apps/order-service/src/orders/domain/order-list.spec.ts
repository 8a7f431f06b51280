import { newId } from '@app/platform';
import {
  assertListable,
  ORDER_SORTS,
  type OrderFilter,
  orderPlace,
  type OrderSort,
  placeOf,
  reachOf,
} from './order-list.js';
import type { Order } from './order.js';

const id = newId();
const order = { id, total: { amount: 5998, currency: 'EUR' } } as Order;

describe('a place in a list of orders', () => {
  it.each(ORDER_SORTS)('sorted by %s is read as it was written, and by no other sort', (sort) => {
    const place = placeOf(sort, order);

    expect(orderPlace(sort).parse(place)).toEqual(place);
    for (const other of ORDER_SORTS.filter((name) => name !== sort))
      expect(orderPlace(other).safeParse(place).success).toBe(false);
  });

  it.each([
    { sort: '-totalAmount', id },
    { sort: '-totalAmount', id, currency: 'EUR', total: -1 },
    { sort: '-totalAmount', id, currency: "EU'", total: 1 },
    { sort: '-totalAmount', id, currency: 'EUR', total: 1e300 },
    { sort: '-totalAmount', id: 'x', currency: 'EUR', total: 1 },
  ])('is not %j', (place) => {
    expect(orderPlace('-totalAmount').safeParse(place).success).toBe(false);
  });
});

describe('page numbers', () => {
  it.each<[OrderFilter, OrderSort, number | undefined]>([
    [{}, '-createdAt', undefined],
    [{}, 'totalAmount', undefined],
    [{ currency: 'EUR', minTotal: 1 }, '-totalAmount', undefined],
    [{ status: ['PENDING'], createdFrom: '2026-01-01' }, 'createdAt', undefined],
    [{ productId: 'lamp' }, '-createdAt', undefined],
    [{ text: 'gift' }, '-createdAt', undefined],
    [{ status: ['PENDING', 'SHIPPED'] }, '-createdAt', 20_000],
    [{ text: 'gift wrap' }, '-createdAt', 2_000],
    [{ text: 'gift,wrap' }, '-createdAt', 2_000],
    [{ productId: 'lamp', status: ['PENDING'] }, '-createdAt', 2_000],
    [{ currency: 'EUR' }, '-createdAt', 2_000],
    [{ status: ['PENDING'] }, 'totalAmount', 2_000],
  ])('into the list of %j by %s reach %s', (filter, sort, reach) => {
    expect(reachOf(filter, sort)).toBe(reach);
    if (reach === undefined) return;
    expect(() => assertListable(filter, sort, reach)).not.toThrow();
    expect(() => assertListable(filter, sort, reach + 1)).toThrow(
      expect.objectContaining({ code: 'page-too-far' }),
    );
  });
});

it.each<[OrderFilter, OrderSort]>([
  [{ productId: 'lamp' }, 'totalAmount'],
  [{ text: 'gift' }, '-totalAmount'],
  [{ productId: 'lamp', currency: 'EUR' }, '-createdAt'],
])('nobody can list %j by %s, which nothing would bound', (filter, sort) => {
  expect(() => assertListable(filter, sort, 50)).toThrow(
    expect.objectContaining({ code: 'unsupported-combination', kind: 'invalid' }),
  );
});
