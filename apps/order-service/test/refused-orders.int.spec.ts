import { newId } from '@app/platform';
import { PriceRepository } from '../src/prices/persistence/price.repository.js';
import { cause, useOrderSystem } from './support/order-system.js';

const system = useOrderSystem({ consuming: false });
const customerId = newId();
const lamp = { productId: 'lamp', quantity: 2 };

const counts = async () => {
  const [row] = await system.database.query(
    `SELECT (SELECT count(*)::int FROM orders) AS orders, (SELECT count(*)::int FROM order_history) AS steps,
            (SELECT count(*)::int FROM outbox_events) AS events`,
  );
  return row;
};

beforeAll(async () => {
  const product = { name: 'Desk lamp', price: { amount: 2999, currency: 'EUR' }, active: true, version: 1 };
  await system.service.transactions.run(cause(), (tx) =>
    system.service.app.get(PriceRepository).remember(tx, [
      { ...product, productId: 'lamp' },
      { ...product, productId: 'relic', active: false },
      { ...product, productId: 'fan', price: { amount: 2000, currency: 'JPY' } },
      { ...product, productId: 'palace', price: { amount: Number.MAX_SAFE_INTEGER, currency: 'EUR' } },
    ]),
  );
});

describe('an order that must not be accepted', () => {
  const line = (overrides: object) => ({ customerId, items: [{ ...lamp, ...overrides }] });
  const QUANTITY = '/items/0/quantity';

  it.each<[string, unknown, number, string, string]>([
    ['what is not JSON', '{"customerId":', 400, 'malformed-json', ''],
    ['no body', '', 400, 'empty-body', ''],
    ['a list', [], 400, 'validation-failed', ''],
    ['an unknown field', { customerId, items: [lamp], discount: 100 }, 400, 'validation-failed', '/discount'],
    ['an unknown field of a line', line({ name: 'x' }), 400, 'validation-failed', '/items/0/name'],
    [
      'an unknown field of the contact',
      { ...line({}), contact: { fax: '1' } },
      400,
      'validation-failed',
      '/contact/fax',
    ],
    ['no lines', { customerId, items: [] }, 400, 'validation-failed', '/items'],
    [
      'more lines than an order has',
      { customerId, items: Array.from({ length: 101 }, () => lamp) },
      400,
      'validation-failed',
      '/items',
    ],
    ['a quantity of 0', line({ quantity: 0 }), 400, 'validation-failed', QUANTITY],
    ['a quantity of -1', line({ quantity: -1 }), 400, 'validation-failed', QUANTITY],
    ['a quantity of 1.5', line({ quantity: 1.5 }), 400, 'validation-failed', QUANTITY],
    ['a quantity in quotes', line({ quantity: '2' }), 400, 'validation-failed', QUANTITY],
    ['a quantity of 10^12', line({ quantity: 1e12 }), 400, 'validation-failed', QUANTITY],
    [
      'an endless quantity',
      `{"customerId":"${customerId}","items":[{"productId":"lamp","quantity":1e999}]}`,
      400,
      'validation-failed',
      QUANTITY,
    ],
    [
      'a product id of 300 characters',
      line({ productId: 'x'.repeat(300) }),
      400,
      'validation-failed',
      '/items/0/productId',
    ],
    [
      'a product id with a NUL character',
      line({ productId: 'la\0mp' }),
      400,
      'invalid-text',
      '/items/0/productId',
    ],
    [
      'a product id with a quote',
      line({ productId: "lamp'; DROP TABLE orders" }),
      400,
      'validation-failed',
      '/items/0/productId',
    ],
    ['a negative price', line({ price: -1 }), 400, 'validation-failed', '/items/0/price'],
    ['half a surrogate pair', `{"customerId":"\\ud800","items":[]}`, 400, 'invalid-text', '/customerId'],
    [
      'a customer id that is none',
      { customerId: 'me', items: [lamp] },
      400,
      'validation-failed',
      '/customerId',
    ],
    ['no customer', { items: [lamp] }, 400, 'customer-required', '/customerId'],
    [
      'an e-mail address that is none',
      { ...line({}), contact: { email: 'x' } },
      400,
      'validation-failed',
      '/contact/email',
    ],
    ['a contact that reaches nobody', { ...line({}), contact: {} }, 400, 'validation-failed', '/contact'],
    [
      'a product that is not on sale',
      line({ productId: 'relic' }),
      422,
      'product-inactive',
      '/items/0/productId',
    ],
    [
      'two currencies',
      { customerId, items: [lamp, { productId: 'fan', quantity: 1 }] },
      422,
      'mixed-currencies',
      '/items/1/productId',
    ],
    [
      'too much of a product',
      { customerId, items: [600_000, 600_000].map((quantity) => ({ productId: 'lamp', quantity })) },
      422,
      'quantity-too-large',
      QUANTITY,
    ],
    ['a total that no number holds', line({ productId: 'palace' }), 422, 'total-too-large', '/items'],
    ['a price that differs', line({ price: 30 }), 409, 'price-changed', '/items/0/price'],
  ])('gets a problem and changes nothing: %s', async (_what, request, status, code, pointer) => {
    const before = await counts();
    const answer = await system.service.http.post('/orders', request);

    expect(answer).toMatchObject({
      status,
      body: { status, code, errors: expect.arrayContaining([expect.objectContaining({ pointer })]) },
    });
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(await counts()).toEqual(before);
  });

  it('names both prices when one has changed', async () => {
    const { body } = await system.service.http.post('/orders', line({ price: 30 }));

    expect(body.errors).toMatchObject([{ expected: 30, actual: 29.99 }]);
  });

  it('does not let a customer order in the name of another one', async () => {
    const answer = await system.service.http.post('/orders', line({}), { 'x-customer-id': newId() });

    expect(answer).toMatchObject({ status: 403, body: { code: 'foreign-customer' } });
  });

  it.each([
    ['X-Customer-Id', { 'x-customer-id': 'me' }, 'invalid-customer-id'],
    ['Idempotency-Key', { 'idempotency-key': 'k'.repeat(256) }, 'invalid-idempotency-key'],
  ])('has a bad %s pointed out', async (name, headers: Record<string, string>, code) => {
    const answer = await system.service.http.post('/orders', line({}), headers);

    expect(answer).toMatchObject({ status: 400, body: { code, errors: [{ pointer: `/${name}` }] } });
  });
});
