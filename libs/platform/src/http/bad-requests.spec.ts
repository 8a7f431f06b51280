import { startSample } from '../../test/sample-app.js';
import { sendTo } from '../../test/send.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const good = { items: [{ productId: 'lamp', quantity: 1 }] };

let sample: Awaited<ReturnType<typeof startSample>>;
beforeAll(async () => {
  sample = await startSample();
});
afterAll(() => sample.app.close());

const send = (...request: Parameters<ReturnType<typeof sendTo>>) => sendTo(sample)(...request);
const order = (body: unknown) => send('POST', '/orders', JSON.stringify(body));
const item = (fields: object) => ({ items: [{ ...good.items[0], ...fields }] });

describe('a wrong value', () => {
  it.each([
    ['quantity 0', item({ quantity: 0 }), '/items/0/quantity', 'too-small'],
    ['quantity -1', item({ quantity: -1 }), '/items/0/quantity', 'too-small'],
    ['quantity 1.5', item({ quantity: 1.5 }), '/items/0/quantity', 'invalid-type'],
    ['quantity "2"', item({ quantity: '2' }), '/items/0/quantity', 'invalid-type'],
    ['quantity 10^12', item({ quantity: 1e12 }), '/items/0/quantity', 'too-big'],
    ['a product id of 300 characters', item({ productId: 'x'.repeat(300) }), '/items/0/productId', 'too-big'],
    ['NUL in a text', { ...good, note: 'a\0b' }, '/note', 'invalid-text'],
    ['half a surrogate pair', { ...good, note: '\ud800' }, '/note', 'invalid-text'],
    ['an unknown field', { ...good, discount: 1 }, '/discount', 'unknown-field'],
    ['an unknown field inside', item({ weight: 1 }), '/items/0/weight', 'unknown-field'],
    [
      'a field named constructor',
      { ...good, constructor: { prototype: 1 } },
      '/constructor',
      'unknown-field',
    ],
    ['a field missing', {}, '/items', 'required'],
    ['an array as a body', [], '', 'invalid-type'],
    ['null as a body', null, '', 'invalid-type'],
  ])('(%s) is a 400 that points at it', async (_what, body, pointer, code) => {
    const answer = await order(body);
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toEqual([expect.objectContaining({ in: 'body', pointer, code })]);
  });

  it.each([
    ['/orders?limit=0', 'query', '/limit'],
    ['/orders?limit=201', 'query', '/limit'],
    ['/orders?limit=1e1', 'query', '/limit'],
    ['/orders?limit=', 'query', '/limit'],
    ['/orders?limit=5&limit=6', 'query', '/limit'],
    ['/orders?limt=5', 'query', '/limt'],
    ['/orders?__proto__=5', 'query', '/__proto__'],
    ['/orders?cursor=zzz', 'query', '/cursor'],
    ['/orders?status=a%00b', 'query', '/status'],
    ['/orders/nope', 'path', '/id'],
    ['/orders/a%00b', 'path', '/id'],
    [`/products/${'x'.repeat(300)}`, 'path', '/id'],
  ])('in %s is a 400 that says where', async (path, part, pointer) => {
    const { status, body } = await send('GET', path);
    expect(status).toBe(400);
    expect(body['errors']).toEqual([expect.objectContaining({ in: part, pointer })]);
  });

  it.each([
    ['X-Customer-Id', 'me', 'invalid-customer-id'],
    ['X-Customer-Id', '', 'invalid-customer-id'],
    ['Idempotency-Key', '', 'invalid-idempotency-key'],
    ['Idempotency-Key', 'x'.repeat(256), 'invalid-idempotency-key'],
    ['Idempotency-Key', 'caf\u00e9', 'invalid-idempotency-key'],
  ])('in the header %s (%s) is a 400 that names it', async (name, value, code) => {
    const { status, body } = await send('POST', '/orders', JSON.stringify(good), {
      ...JSON_TYPE,
      [name]: value,
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code, errors: [{ in: 'header', pointer: `/${name}` }] });
  });
});

describe('a body that cannot be read', () => {
  it.each([
    ['no JSON', '{"items":', 'malformed-json'],
    ['100,000 nested arrays', '['.repeat(100_000), 'malformed-json'],
    ['a __proto__ key', '{"items":[],"__proto__":{}}', 'validation-failed'],
    ['a number beyond all numbers', '{"items":[{"productId":"x","quantity":1e999}]}', 'validation-failed'],
    [
      'a number of 200,000 digits',
      `{"items":[{"productId":"x","quantity":${'9'.repeat(200_000)}}]}`,
      'validation-failed',
    ],
    ['nothing', '', 'empty-body'],
  ])('(%s) is a 400', async (_what, text, code) => {
    expect(await send('POST', '/orders', text)).toMatchObject({ status: 400, body: { code } });
  });

  it.each(['/orders', '/echo'])(
    '(deep objects) is a 400 at %s, whatever the schema accepts',
    async (path) => {
      expect(await send('POST', path, '{"a":'.repeat(40_000) + '1' + '}'.repeat(40_000))).toMatchObject({
        status: 400,
      });
    },
  );

  it('is a 400 when there is none and no content type', async () => {
    expect(await send('POST', '/orders')).toMatchObject({ status: 400, body: { code: 'empty-body' } });
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'json',
    'application/jsonp',
  ])('is a 415 when it is %s', async (type) => {
    const answer = await send('POST', '/orders', 'items=1', { 'content-type': type });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });

  it('is a 413 when it is larger than the limit', async () => {
    const answer = await send('POST', '/orders', JSON.stringify('x'.repeat(300_000)));
    expect(answer).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
  });
});
