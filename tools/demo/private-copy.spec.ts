import { privateCopy } from './private-copy.mjs';

const order = {
  customerId: '0198c0de-0000-7000-8000-000000000001',
  items: [{ productId: 'lamp', quantity: 1, price: 5 }],
  contact: { email: 'ada@example.org', phone: '+447700900001' },
};

describe('the copy of the orders for one run', () => {
  it('shares nothing with the copy for another run', () => {
    const [one, other] = ['7f3a', '0b1c'].map((runId) => privateCopy(runId, [order], []).orders[0]);

    expect(one).toMatchObject({
      items: [{ productId: 'lamp-7f3a' }],
      contact: { email: 'ada+7f3a@example.org' },
    });
    expect(one?.customerId).not.toBe(other?.customerId);
    expect(one?.items).not.toEqual(other?.items);
    expect(one?.contact.email).not.toBe(other?.contact.email);
  });

  it('keeps the orders of one customer together', () => {
    const { orders } = privateCopy('7f3a', [order, order], []);
    expect(orders[0]?.customerId).toBe(orders[1]?.customerId);
    expect(orders[0]?.customerId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('has every product that is ordered, as described or else at the price that an order expects', () => {
    const described = [{ productId: 'chair', productName: 'Chair', quantity: 3, price: 40 }];
    const both = [order, { ...order, items: [{ productId: 'chair', quantity: 1 }] }];

    expect(privateCopy('7f3a', both, described).products).toEqual([
      { productId: 'lamp-7f3a', productName: 'lamp', quantity: 100, price: 5 },
      { productId: 'chair-7f3a', productName: 'Chair', quantity: 3, price: 40 },
    ]);
  });
});
