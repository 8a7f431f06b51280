import type { Shop } from '@app/testing';
import request from 'supertest';
import { v7 } from 'uuid';
import { useWorld } from './use-world.js';

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly { pointer: string }[];
}

const pointersOf = ({ errors }: Problem): string[] => errors.map(({ pointer }) => pointer);

describe('bad input', () => {
  const the = useWorld();
  let shop: Shop;
  let known: string;
  beforeAll(async () => {
    shop = the.shop();
    await shop.stock({ lamp: 5 }, { price: 10 });
    known = shop.product('lamp');
  });
  const rows = async () => {
    const counted = await Promise.all(
      [
        the.world.databases.order.query<{ n: number }>('SELECT count(*)::int AS n FROM orders'),
        the.world.databases.inventory.query<{ n: number }>('SELECT count(*)::int AS n FROM products'),
        the.world.databases.notification.query<{ n: number }>('SELECT count(*)::int AS n FROM notifications'),
      ].map(async (query) => (await query)[0]?.n),
    );
    return counted;
  };
  const line = (item: Record<string, unknown>) => ({
    customerId: v7(),
    items: [{ productId: known, quantity: 1, ...item }],
  });

  it.each<[string, () => unknown, number, string, string[]]>([
    [
      'no customer',
      () => ({ items: [{ productId: known, quantity: 1 }] }),
      400,
      'customer-required',
      ['/customerId'],
    ],
    ['an unknown field', () => ({ ...line({}), colour: 'red' }), 400, 'validation-failed', ['/colour']],
    [
      'an unknown field of a line',
      () => line({ colour: 'red' }),
      400,
      'validation-failed',
      ['/items/0/colour'],
    ],
    ['empty items', () => ({ customerId: v7(), items: [] }), 400, 'validation-failed', ['/items']],
    ['quantity 0', () => line({ quantity: 0 }), 400, 'validation-failed', ['/items/0/quantity']],
    ['quantity -1', () => line({ quantity: -1 }), 400, 'validation-failed', ['/items/0/quantity']],
    ['quantity 1.5', () => line({ quantity: 1.5 }), 400, 'validation-failed', ['/items/0/quantity']],
    ['quantity "2"', () => line({ quantity: '2' }), 400, 'validation-failed', ['/items/0/quantity']],
    ['quantity 10^12', () => line({ quantity: 1e12 }), 400, 'validation-failed', ['/items/0/quantity']],
    [
      'a product id of 300 characters',
      () => line({ productId: 'x'.repeat(300) }),
      400,
      'validation-failed',
      ['/items/0/productId'],
    ],
    ['a NUL character', () => line({ productId: 'a\u0000b' }), 400, 'invalid-text', ['/items/0/productId']],
    [
      'an unknown product',
      () => line({ productId: 'nobody-sells-this' }),
      422,
      'unknown-product',
      ['/items/0/productId'],
    ],
    ['a price that differs', () => line({ price: 9.99 }), 409, 'price-changed', ['/items/0/price']],
  ])(
    'with %s is refused with a code and a pointer, and changes nothing',
    async (_, body, status, code, pointers) => {
      const before = await rows();

      const response = await request(the.world.url('order-service'))
        .post('/orders')
        .send(body() as object);

      expect(response.headers['content-type']).toMatch('application/problem+json');
      expect(response.body).toMatchObject({ status, code });
      expect(pointersOf(response.body as Problem)).toEqual(pointers);
      expect(await rows()).toEqual(before);
    },
  );

  it.each([
    ['not JSON', '{"customerId":', 400, 'malformed-json'],
    ['nothing', '', 400, 'empty-body'],
    ['JSON nested 100,000 deep', '['.repeat(100_000), 400, 'malformed-json'],
  ])('that is %s is refused on every service that takes a body', async (_, body, status, code) => {
    const before = await rows();
    for (const [app, path] of [
      ['order-service', '/orders'],
      ['inventory-service', '/inventory'],
      ['notification-service', '/notifications'],
    ] as const) {
      const response = await request(the.world.url(app))
        .post(path)
        .set('content-type', 'application/json')
        .send(body);
      expect(response.body).toMatchObject({ status, code });
    }
    expect(await rows()).toEqual(before);
  });

  it.each([
    ['order-service', '/orders/%00', 400],
    ['order-service', '/orders/not-an-id', 400],
    ['order-service', `/orders/${v7()}`, 404],
    ['order-service', '/orders?limit=0', 400],
    ['order-service', '/orders?cursor=%F0%9F', 400],
    ['inventory-service', `/inventory/${'x'.repeat(300)}`, 400],
    ['inventory-service', '/inventory/never-heard-of', 404],
    ['inventory-service', `/reservations/${v7()}`, 404],
    ['notification-service', '/notifications/1', 400],
    ['notification-service', '/nowhere', 404],
  ] as const)('%s answers GET %s with a problem of its own', async (app, path, status) => {
    const response = await request(the.world.url(app)).get(path);
    expect(response.status).toBe(status);
    expect(response.body).toMatchObject({ status, code: expect.stringMatching(/^[a-z]+(-[a-z]+)*$/) });
  });
});
