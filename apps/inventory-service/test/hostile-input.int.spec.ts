import { newId } from '@app/platform';
import { useInventory } from './inventory.js';

const long = 'x'.repeat(300);
const cursorOf = (text: string): string => Buffer.from(text).toString('base64url');
const lamp = { productId: 'lamp', productName: 'Lamp', quantity: 1, price: 1 };

describe('input that nobody honest sends', () => {
  const inventory = useInventory();
  const service = inventory.instance();

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

  const units = { delta: 1, reason: 'found' };
  it.each([
    ['adjustments', 'nothing', '', 400, ''],
    ['adjustments', 'no JSON', '{"delta":', 400, ''],
    ['adjustments', 'a list', [], 400, ''],
    ['adjustments', 'no units', { ...units, delta: 0 }, 400, '/delta'],
    ['adjustments', 'half a unit', { ...units, delta: 0.5 }, 400, '/delta'],
    ['adjustments', 'units in words', { ...units, delta: '1' }, 400, '/delta'],
    ['adjustments', 'units past all numbers', '{"delta":1e999,"reason":"x"}', 400, '/delta'],
    ['adjustments', 'a million millions', { ...units, delta: 10 ** 12 }, 400, '/delta'],
    [
      'adjustments',
      'goods that went out as received',
      { ...units, delta: -1, kind: 'received' },
      400,
      '/delta',
    ],
    ['adjustments', 'a kind of its own', { ...units, kind: 'reserved' }, 400, '/kind'],
    ['adjustments', 'no reason', { delta: 1 }, 400, '/reason'],
    ['adjustments', 'a blank reason', { delta: 1, reason: ' ' }, 400, '/reason'],
    ['adjustments', 'a long reason', { delta: 1, reason: long }, 400, '/reason'],
    ['adjustments', 'NUL in the reason', { delta: 1, reason: 'x\0' }, 400, '/reason'],
    ['adjustments', 'an unknown field', { ...units, admin: true }, 400, '/admin'],
    ['adjustments', 'more than there is', { ...units, delta: -2 }, 409, '/delta'],
    ['subscriptions', 'nothing', '', 400, ''],
    ['subscriptions', 'nobody', {}, 400, '/email'],
    ['subscriptions', 'no address', { email: 'ada' }, 400, '/email'],
    ['subscriptions', 'a long address', { email: `${long}@example.org` }, 400, '/email'],
    ['subscriptions', 'two addresses', { email: ['a@example.org', 'b@example.org'] }, 400, '/email'],
    ['subscriptions', 'a line break', { email: 'ada@example.org\nBcc: all@example.org' }, 400, '/email'],
    ['subscriptions', 'no customer', { customerId: '42' }, 400, '/customerId'],
    ['subscriptions', 'two addressees', { email: 'a@example.org', customerId: newId() }, 400, '/customerId'],
    ['subscriptions', 'an unknown field', { email: 'a@example.org', admin: true }, 400, '/admin'],
  ])('is refused at %s with %s', async (route, _, body, status, pointer) => {
    const productId = await service.stock(1);
    const before = await rows();
    const answer = await service.request('POST', `/inventory/${productId}/${route}`, body);

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
    ['GET', '/inventory?page=0', 400, 'validation-failed'],
    ['GET', '/inventory?page=2&cursor=WzFd', 400, 'mixed-pagination'],
    ['GET', '/inventory?per_page=20&limit=20', 400, 'mixed-pagination'],
    ['GET', '/inventory?page=99999&per_page=200', 400, 'page-too-far'],
    ['GET', '/inventory?sort=price', 400, 'validation-failed'],
    ['GET', '/inventory?inStock=yes', 400, 'validation-failed'],
    ['GET', '/inventory?minPrice=1', 400, 'validation-failed'],
    ['GET', '/inventory?minPrice=-1&currency=EUR', 400, 'validation-failed'],
    ['GET', '/inventory?minPrice=1e3&currency=EUR', 400, 'validation-failed'],
    ['GET', '/inventory?maxPrice=0.001&currency=EUR', 400, 'validation-failed'],
    ['GET', '/inventory?currency=eur', 400, 'validation-failed'],
    ['GET', '/inventory?cursor=WzFd', 400, 'invalid-cursor'],
    [
      'GET',
      `/inventory?cursor=${cursorOf('["-createdAt","9999-99-99T00:00:00Z","a"]')}`,
      400,
      'invalid-cursor',
    ],
    ['GET', '/inventory/nowhere/ledger', 404, 'product-not-found'],
    ['GET', '/inventory/a%2Fb/ledger', 400, 'validation-failed'],
    ['GET', '/inventory/lamp/ledger?kind=stolen', 400, 'validation-failed'],
    ['GET', '/inventory/lamp/ledger?from=yesterday', 400, 'validation-failed'],
    ['GET', '/inventory/lamp/ledger?to=0000-01-01T00:00:00Z', 400, 'validation-failed'],
    ['GET', '/inventory/lamp/ledger?limit=0', 400, 'validation-failed'],
    ['GET', '/inventory/lamp/ledger?page=1', 400, 'validation-failed'],
    ['GET', '/inventory/lamp/ledger?cursor=WyItMSJd', 400, 'invalid-cursor'],
    ['DELETE', '/inventory/nowhere/ledger', 405, 'method-not-allowed'],
    ['DELETE', '/inventory/lamp/subscriptions/42', 400, 'validation-failed'],
    ['DELETE', `/inventory/nowhere/subscriptions/${newId()}`, 404, 'product-not-found'],
    ['GET', '/inventory/lamp/subscriptions', 405, 'method-not-allowed'],
    ['GET', '/inventory/lamp/adjustments', 405, 'method-not-allowed'],
    ['PUT', '/inventory/import', 405, 'method-not-allowed'],
    ['GET', `/inventory?cursor=${cursorOf('["-createdAt","0000-01-01T00:00:00Z","a"]')}`, 200, undefined],
    ['GET', `/inventory?cursor=${cursorOf('["name","a","a"]')}`, 400, 'invalid-cursor'],
    ['GET', '/reservations/42', 400, 'validation-failed'],
    ['GET', `/reservations/${newId()}`, 404, 'reservation-not-found'],
    ['POST', '/reservations', 405, 'method-not-allowed'],
    ['GET', '/reservations?status=HELD', 400, 'validation-failed'],
    ['GET', '/reservations?status=RESERVED&status=RELEASED', 400, 'validation-failed'],
    ['GET', '/reservations?productId=', 400, 'validation-failed'],
    ['GET', `/reservations?productId=${long}`, 400, 'validation-failed'],
    ['GET', '/reservations?productId=%00', 400, 'invalid-text'],
    ['GET', '/reservations?productId=%22%5D', 400, 'validation-failed'],
    ['GET', '/reservations?limit=201', 400, 'validation-failed'],
    ['GET', '/reservations?order=1', 400, 'validation-failed'],
    ['GET', '/reservations?cursor=WzFd', 400, 'invalid-cursor'],
    ['GET', `/reservations?cursor=${Buffer.from('"9999"').toString('base64url')}`, 400, 'invalid-cursor'],
    ['PUT', '/inventory/lamp', 405, 'method-not-allowed'],
  ] as const)('is refused at %s %s', async (method, path, status, code) => {
    const answer = await service.request(method, path);
    expect(answer.status).toBe(status);
    if (code !== undefined) expect(answer.body).toMatchObject({ status, code });
  });

  it('finds nothing by a pattern: wildcards are characters like all others', async () => {
    await service.stock(1, { productName: 'plain' });
    for (const q of ['%', '_____', '\\']) {
      expect((await service.request('GET', `/inventory?q=${encodeURIComponent(q)}`)).body).toEqual([]);
    }
  });
});
