import { type Sample, startSample } from '../../test/sample-app.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const customer = '3f2b6c1e-5d5a-4a57-9f0e-0c8d1a2b3c4d';

let sample: Sample;
beforeAll(async () => {
  sample = await startSample();
});
afterAll(() => sample.app.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(sample.url + path, { headers });

async function place(headers: Record<string, string> = {}, url = sample.url) {
  const response = await fetch(`${url}/orders`, {
    method: 'POST',
    body: '{"items":[{"productId":"lamp","quantity":1}]}',
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { response, body: (await response.json()) as Record<string, Record<string, unknown>> };
}

describe('an HTTP application', () => {
  it('gives the handler what the schema made of the body', async () => {
    const { response, body } = await place();
    expect(response.status).toBe(201);
    expect(body['received']).toEqual({ items: [{ productId: 'lamp', quantity: 1 }] });
  });

  it.each(['/orders', '/orders/', '/v1/orders', '/v1/orders/'])('serves the same at %s', async (path) => {
    expect(await (await get(`${path}?limit=2`)).json()).toEqual([1, 2]);
  });

  it('does not say what it is made of', async () => {
    const { headers } = await get('/orders');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('logs requests at debug only, with the route and the correlation id', async () => {
    await get('/v1/products/lamp', { 'x-correlation-id': 'seen-1' });
    expect(sample.lines).toContainEqual(
      expect.objectContaining({
        level: 20,
        correlationId: 'seen-1',
        path: '/v1/products/lamp',
        route: '/products/:id',
        status: 200,
      }),
    );
    const others = sample.lines.filter(({ AUTH }) => AUTH === undefined);
    expect(others.filter(({ level }) => Number(level) > 20)).toEqual([]);
  });
});

describe('the correlation id', () => {
  it.each(['abc', 'a b', 'x'.repeat(128), '{"$ne":1}'])('is the one the caller sent (%s)', async (id) => {
    const { response, body } = await place({ 'x-correlation-id': id });
    expect(response.headers.get('x-correlation-id')).toBe(id);
    expect(body['caller']?.['correlationid']).toBe(id);
  });

  it.each([undefined, '', 'x'.repeat(129), 'caf\u00e9'])('is a new UUID instead of %s', async (id) => {
    const { response, body } = await place(id === undefined ? {} : { 'x-correlation-id': id });
    expect(response.headers.get('x-correlation-id')).toMatch(UUID);
    expect(body['caller']?.['correlationid']).toBe(response.headers.get('x-correlation-id'));
  });
});

describe('the caller', () => {
  it('is the customer of the header in development', async () => {
    const { body } = await place({ 'x-customer-id': customer.toUpperCase() });
    expect(body['caller']).toMatchObject({
      tenant: 'default',
      principal: { role: 'customer', id: customer },
    });
  });

  it('is anonymous without it', async () => {
    expect((await place()).body['caller']?.['principal']).toEqual({ role: 'anonymous' });
  });

  it('carries a valid trace context on and ignores any other', async () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const invalid = [
      '00-0-0-01',
      trace.toUpperCase(),
      trace.replace('00', 'ff'),
      trace.replace(/-0af[^-]+/, `-${'0'.repeat(32)}`),
    ];

    expect((await place({ traceparent: trace })).body['caller']?.['traceparent']).toBe(trace);
    const state = { traceparent: trace, tracestate: 'a=1,b=2' };
    expect((await place(state)).body['caller']).toMatchObject(state);
    for (const traceparent of invalid) {
      const { caller } = (await place({ traceparent, tracestate: 'a=1' })).body;
      expect(caller).not.toHaveProperty('traceparent');
      expect(caller).not.toHaveProperty('tracestate');
    }
  });
});

describe('preferences and keys', () => {
  it('reach the handler', async () => {
    const { response, body } = await place({ prefer: 'wait=60', 'idempotency-key': 'key 1' });
    expect(body).toMatchObject({ waitMs: 5000, key: 'key 1' });
    expect(response.headers.get('preference-applied')).toBe('wait=5');
  });

  it('may be absent', async () => {
    const { response, body } = await place();
    expect(body).not.toHaveProperty('waitMs');
    expect(body).not.toHaveProperty('key');
    expect(response.headers.get('preference-applied')).toBeNull();
  });
});

describe('a list', () => {
  it('is an array with a link to its next page that keeps the path and the other parameters', async () => {
    const response = await get('/v1/orders?status=A%20%26B&limit=2');
    const [, link = ''] = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '') ?? [];

    expect(await response.json()).toEqual([1, 2]);
    expect(response.headers.get('x-total-count')).toBe('1000');
    expect(link).toMatch(/^\/v1\/orders\?status=A\+%26B&limit=2&cursor=[\w-]+$/);
    const next = await get(link);
    expect(await next.json()).toEqual([3, 4]);
    expect(next.headers.get('link')?.match(/cursor=/g)).toHaveLength(1);
  });

  it('has fifty items unless it is told otherwise', async () => {
    expect(await (await get('/orders')).json()).toHaveLength(50);
  });
});

describe('a resource with an entity tag', () => {
  const path = `/orders/${customer}`;

  it('is answered with 304 and no body to who has it already', async () => {
    const tag = (await get(path)).headers.get('etag') ?? '';
    const again = await get(path, { 'if-none-match': tag });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag]);
  });

  it('is changed only by who has seen what it is', async () => {
    const tag = (await get(path)).headers.get('etag') ?? '';
    const change = (ifMatch: string) =>
      fetch(sample.url + path, {
        method: 'PATCH',
        body: '{"status":"SHIPPED","carrier":"x"}',
        headers: { 'content-type': 'application/json', 'if-match': ifMatch },
      });
    expect((await change(tag)).status).toBe(200);
    expect((await change('"other"')).status).toBe(412);
  });
});
