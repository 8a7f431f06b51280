import { newId } from '@app/platform';
import { Inventory, type Instance } from './inventory.js';

const long = 'x'.repeat(300);
const lamp = { productId: 'lamp', productName: 'Lamp', quantity: 1, price: 1 };

describe('input that nobody honest sends', () => {
  let inventory: Inventory;
  let service: Instance;

  beforeAll(async () => {
    inventory = await Inventory.open();
    service = await inventory.start();
  });
  afterAll(() => inventory.close());

  const rows = async (): Promise<number> => {
    const [row] = await inventory.database.query<{ rows: number }>(
      `SELECT (SELECT count(*) FROM products) + (SELECT count(*) FROM stock_movements)
            + (SELECT count(*) FROM outbox_events) + (SELECT count(*) FROM idempotency_keys) AS rows`,
    );
    return Number(row?.rows);
  };

  it.each([
    ['no JSON', '{"productId":', 400, ''],
    ['nothing', '', 400, ''],
    ['a list', [], 400, ''],
    ['a missing field', { ...lamp, price: undefined }, 400, '/price'],
    ['an unknown field', { ...lamp, admin: true }, 400, '/admin'],
    ['a prototype', '{"productId":"lamp","__proto__":{"quantity":1}}', 400, '/__proto__'],
    ['a quantity below zero', { ...lamp, quantity: -1 }, 400, '/quantity'],
    ['half a unit', { ...lamp, quantity: 1.5 }, 400, '/quantity'],
    ['a quantity in words', { ...lamp, quantity: '2' }, 400, '/quantity'],
    ['a million millions', { ...lamp, quantity: 10 ** 12 }, 400, '/quantity'],
    [
      'a quantity past all numbers',
      '{"productId":"lamp","productName":"Lamp","quantity":1e999,"price":1}',
      400,
      '/quantity',
    ],
    ['a price below zero', { ...lamp, price: -0.01 }, 400, '/price'],
    ['a price in words', { ...lamp, price: '1' }, 400, '/price'],
    ['a tenth of a cent', { ...lamp, price: 0.001 }, 422, '/price'],
    ['half a yen', { ...lamp, price: 0.5, currency: 'JPY' }, 422, '/price'],
    ['a currency of its own', { ...lamp, currency: 'XQX' }, 400, '/currency'],
    ['no id', { ...lamp, productId: '' }, 400, '/productId'],
    ['a long id', { ...lamp, productId: long }, 400, '/productId'],
    ['a path as id', { ...lamp, productId: '../lamp' }, 400, '/productId'],
    ['a line break in the id', { ...lamp, productId: 'lamp\n' }, 400, '/productId'],
    ['NUL in the id', { ...lamp, productId: 'lamp\0' }, 400, '/productId'],
    ['NUL in the name', { ...lamp, productName: 'Lamp\0' }, 400, '/productName'],
    ['half a character', { ...lamp, productName: '\ud83d' }, 400, '/productName'],
    ['a blank name', { ...lamp, productName: ' \t' }, 400, '/productName'],
    ['a long name', { ...lamp, productName: long }, 400, '/productName'],
    ['a threshold below zero', { ...lamp, lowStockThreshold: -1 }, 400, '/lowStockThreshold'],
  ])('is refused when it adds %s', async (_, body, status, pointer) => {
    const before = await rows();
    const answer = await service.request('POST', '/inventory', body, { 'idempotency-key': newId() });

    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.code).toMatch(/^[a-z-]+$/);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect(await rows()).toBe(before);
  });

  it.each([
    ['nothing', {}, 400, ''],
    ['only a reason', { reason: 'because' }, 400, ''],
    ['the id', { productId: 'other' }, 400, '/productId'],
    ['what is reserved', { reservedQuantity: 0 }, 400, '/reservedQuantity'],
    ['the quantity to less than none', { quantity: -1 }, 400, '/quantity'],
    ['the name to null', { productName: null }, 400, '/productName'],
    ['the status to one there is not', { status: 'DELETED' }, 400, '/status'],
    ['the currency to one the price does not fit', { currency: 'JPY' }, 422, '/price'],
  ])('is refused when it changes %s', async (_, body, status, pointer) => {
    const productId = await service.stock(1, { price: 0.5 });
    const before = await rows();
    const answer = await service.request('PATCH', `/inventory/${productId}`, body);

    expect(answer.status).toBe(status);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect(await rows()).toBe(before);
  });

  it.each([
    ['GET', '/inventory/nowhere', 404, 'product-not-found'],
    ['DELETE', '/inventory/nowhere', 404, 'product-not-found'],
    ['GET', `/inventory/${long}`, 400, 'validation-failed'],
    ['GET', '/inventory/%00', 400, 'invalid-text'],
    ['GET', '/inventory/%ff', 400, 'malformed-url'],
    ['GET', '/inventory/a%2Fb', 400, 'validation-failed'],
    ['GET', '/inventory?limit=0', 400, 'validation-failed'],
    ['GET', '/inventory?limit=many', 400, 'validation-failed'],
    ['GET', '/inventory?limit=1&limit=2', 400, 'validation-failed'],
    ['GET', '/inventory?status=GONE', 400, 'validation-failed'],
    ['GET', '/inventory?lowStock=1', 400, 'validation-failed'],
    ['GET', '/inventory?q=%00', 400, 'invalid-text'],
    ['GET', '/inventory?page=2', 400, 'validation-failed'],
    ['GET', '/inventory?cursor=WzFd', 400, 'invalid-cursor'],
    [
      'GET',
      `/inventory?cursor=${Buffer.from('["9999-99-99T00:00:00Z","a"]').toString('base64url')}`,
      400,
      'invalid-cursor',
    ],
    ['GET', '/reservations/42', 400, 'validation-failed'],
    ['GET', `/reservations/${newId()}`, 404, 'reservation-not-found'],
    ['PUT', '/inventory/lamp', 405, 'method-not-allowed'],
  ] as const)('is refused at %s %s', async (method, path, status, code) => {
    expect(await service.request(method, path)).toMatchObject({ status, body: { status, code } });
  });

  it('finds nothing by a pattern: wildcards are characters like all others', async () => {
    await service.stock(1, { productName: 'plain' });
    for (const q of ['%', '_____', '\\']) {
      expect((await service.request('GET', `/inventory?q=${encodeURIComponent(q)}`)).body).toEqual([]);
    }
  });
});
