import { readOrders, readProducts } from '../demo/orders-file.mjs';
import { inRoot } from '../support/paths.mjs';

const products = readProducts(inRoot('tools', 'sample', 'products.json'));
const orders = readOrders(inRoot('tools', 'sample', 'orders.jsonl'));

const wanted = (productId: string) =>
  orders.flatMap(({ items }) => items).filter((item) => item.productId === productId);
const units = (productId: string) => wanted(productId).reduce((total, { quantity }) => total + quantity, 0);

describe('the sample', () => {
  it('orders only products that there are, at their prices', () => {
    const prices = new Map(products.map(({ productId, price }) => [productId, price]));
    for (const { productId, price } of orders.flatMap(({ items }) => items)) {
      expect([prices.get(productId), undefined]).toContain(price);
      expect(prices.has(productId)).toBe(true);
    }
  });

  it('has products of which more is wanted than there is, and products that are sold out', () => {
    expect(
      products.filter(({ productId, quantity }) => quantity > 0 && units(productId) > quantity),
    ).not.toEqual([]);
    expect(products.filter(({ productId, quantity }) => quantity === 0 && units(productId) > 0)).not.toEqual(
      [],
    );
  });

  it('moves no product so often that its history would be shown in part', () => {
    for (const { productId, quantity } of products) {
      expect(Math.min(wanted(productId).length, quantity)).toBeLessThan(99);
    }
  });

  it('writes to nobody who might exist', () => {
    for (const { contact } of orders) expect(contact.email).toMatch(/@example\.(com|net|org)$/);
  });
});
