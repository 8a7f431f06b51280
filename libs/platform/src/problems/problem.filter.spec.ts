import { startSample } from '../../test/sample-app.js';
import { sendTo } from '../../test/send.js';

let sample: Awaited<ReturnType<typeof startSample>>;
beforeAll(async () => {
  sample = await startSample();
});
afterAll(() => sample.app.close());

const send = (...request: Parameters<ReturnType<typeof sendTo>>) => sendTo(sample)(...request);

describe('every error', () => {
  it('is a complete problem document', async () => {
    const { status, headers, body } = await send('POST', '/v1/orders?x=secret', '{"items":[]}');

    expect(status).toBe(400);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(body).toEqual({
      type: 'urn:waybill:problem:validation-failed',
      title: 'Validation failed',
      status: 400,
      detail: expect.any(String),
      instance: '/v1/orders',
      code: 'validation-failed',
      correlationId: headers.get('x-correlation-id'),
      errors: [{ in: 'body', pointer: '/items', detail: expect.any(String), code: 'too-small' }],
    });
  });
});

describe('a request for what is not there', () => {
  it.each(['/', '/nowhere', '/orders/a/b', '//orders', '/api/docs/nothing.css', '/v2/orders'])(
    '(%s) is a 404',
    async (path) => {
      expect(await send('GET', path)).toMatchObject({
        status: 404,
        body: { code: 'route-not-found', instance: path },
      });
    },
  );

  it('is a 405 that says what is possible when only the method is wrong', async () => {
    const { status, headers, body } = await send('DELETE', '/v1/orders');
    expect({ status, allow: headers.get('allow'), code: body['code'] }).toEqual({
      status: 405,
      allow: 'GET, HEAD, POST',
      code: 'method-not-allowed',
    });
  });

  it.each([
    ['/orders/%', 400, 'malformed-url'],
    ['/orders/%ff', 400, 'malformed-url'],
    ['/nowhere/%zz', 400, 'malformed-url'],
    ['/nowhere%00', 400, 'invalid-text'],
    [`/products/${'x'.repeat(5000)}`, 414, 'uri-too-long'],
  ])('(%s) is a problem document even before it is routed', async (path, status, code) => {
    const answer = await send('GET', path);
    expect(answer).toMatchObject({ status, body: { code, instance: path } });
    expect(answer.body['correlationId']).toBe(answer.headers.get('x-correlation-id'));
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('what a handler throws', () => {
  it('is answered with its code and extensions when a rule said no', async () => {
    expect(await send('GET', '/fail/rule')).toMatchObject({
      status: 409,
      body: { code: 'price-changed', actualPrice: 2, status: 409, errors: [{ pointer: '/items/0/price' }] },
    });
  });

  it.each(['sql', 'refused', 'broker'])(
    'is a 503 with Retry-After for an outage (%s), logged as a warning',
    async (how) => {
      const { status, headers, body } = await send('GET', `/fail/${how}`);
      expect({ status, code: body['code'] }).toEqual({ status: 503, code: 'dependency-unavailable' });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(lineOf(body)).toMatchObject({ level: 40, msg: 'request refused' });
    },
  );

  it.each(['bug', 'text', 'nothing'])('is a 500 that says nothing for anything else (%s)', async (how) => {
    const { status, body } = await send('GET', `/fail/${how}`);
    expect({ status, code: body['code'] }).toEqual({ status: 500, code: 'internal-error' });
    expect(JSON.stringify(body)).not.toMatch(/hunter2|just|stack/);
    expect(lineOf(body)).toMatchObject({ level: 50, msg: 'request failed', route: '/fail/:how' });
  });

  it('is logged with its stack under the correlation id when it is a bug', async () => {
    const { body } = await send('GET', '/fail/bug');
    expect(lineOf(body)).toMatchObject({ err: { stack: expect.stringContaining('sample-app.ts') } });
  });
});

const lineOf = ({ correlationId }: Record<string, unknown>) =>
  sample.lines.find((line) => line['correlationId'] === correlationId && Number(line['level']) > 20);
