import { stockProblems } from './check-stock.mjs';

const received = (quantity: number) => ({ onHandDelta: quantity, reservedDelta: 0 });
const reserved = (quantity: number) => ({ onHandDelta: 0, reservedDelta: quantity });

const lamp = (figures: object = {}) => ({
  productId: 'lamp',
  quantity: 5,
  availableQuantity: 3,
  reservedQuantity: 2,
  history: [reserved(2), received(5)],
  ...figures,
});

const order = (end: 'CONFIRMED' | 'CANCELLED', ...quantities: number[]) => ({
  id: 'o1',
  order: {
    customerId: 'c1',
    items: quantities.map((quantity) => ({ productId: 'lamp', quantity })),
    contact: { email: 'ada@example.org' },
  },
  end,
  code: end === 'CANCELLED' ? 'INSUFFICIENT_STOCK' : undefined,
});

describe('the check of the stock', () => {
  it('finds nothing wrong where figures, ledger and orders agree', () => {
    expect(stockProblems([lamp()], [order('CONFIRMED', 1, 1), order('CANCELLED', 3, 1)])).toEqual([]);
  });

  it.each([
    ['a figure below zero', { availableQuantity: -1, reservedQuantity: 6 }],
    ['figures that do not sum up', { availableQuantity: 4 }],
    ['more reserved than confirmed orders hold', { availableQuantity: 2, reservedQuantity: 3 }],
    ['a ledger that tells another quantity', { history: [reserved(2), received(6)] }],
    ['a ledger that tells another reservation', { history: [reserved(1), received(5)] }],
  ])('finds %s', (_, figures) => {
    expect(stockProblems([lamp(figures)], [order('CONFIRMED', 2)])).not.toEqual([]);
  });

  it('does not judge by a ledger that is shown in part', () => {
    const history = Array.from({ length: 100 }, () => reserved(1));
    const busy = lamp({ quantity: 200, availableQuantity: 198, history });
    expect(stockProblems([busy], [order('CONFIRMED', 2)])).toEqual([]);
  });

  it('finds an order that was refused though everything is there', () => {
    expect(stockProblems([lamp()], [order('CONFIRMED', 2), order('CANCELLED', 2, 1)])).toEqual([
      'order o1 was cancelled for want of stock, and everything it wants is there',
    ]);
  });
});
