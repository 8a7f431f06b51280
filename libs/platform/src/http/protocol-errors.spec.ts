import { type EventEmitter, once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { type Sample, startSample } from '../../test/sample-app.js';

let sample: Sample;
beforeAll(async () => {
  sample = await startSample();
});
afterAll(() => sample.app.close());

async function exchange(
  request: string,
): Promise<{ status: number; head: string; body: Record<string, unknown> }> {
  const socket = connect(Number(new URL(sample.url).port), '127.0.0.1');
  socket.write(request, 'latin1');
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n', 2);
  return { status: Number(head.split(' ', 2)[1]), head, body: JSON.parse(body) as Record<string, unknown> };
}

const request = (...lines: string[]) => [...lines, 'Connection: close', '', ''].join('\r\n');

describe('bytes that never become a request', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'malformed-request'],
    ['a header field without a name', request('GET / HTTP/1.1', 'Host: a', ': x'), 400, 'malformed-request'],
    ['NUL in a header', request('GET / HTTP/1.1', 'Host: a', 'X-A: \0'), 400, 'malformed-request'],
    [
      'two lengths',
      request('POST /echo HTTP/1.1', 'Host: a', 'Content-Length: 1', 'Content-Length: 2'),
      400,
      'malformed-request',
    ],
    [
      'a length and chunks',
      request('POST /echo HTTP/1.1', 'Host: a', 'Content-Length: 1', 'Transfer-Encoding: chunked'),
      400,
      'malformed-request',
    ],
    [
      'headers of 20 KiB',
      request('GET / HTTP/1.1', 'Host: a', `X-A: ${'x'.repeat(20_480)}`),
      431,
      'headers-too-large',
    ],
    ['a method that does not exist', request('FROB / HTTP/1.1', 'Host: a'), 400, 'malformed-request'],
  ])('(%s) are answered with a problem document', async (_what, bytes, status, code) => {
    const answer = await exchange(bytes);
    expect(answer).toMatchObject({ status, body: { status, code, type: `urn:waybill:problem:${code}` } });
    expect(answer.head).toMatch(/content-type: application\/problem\+json/i);
    expect(answer.head).toContain(`X-Correlation-Id: ${String(answer.body['correlationId'])}`);
  });
});

describe('an unusual request', () => {
  it('that is a HEAD with an expectation is refused without a body', async () => {
    const socket = connect(Number(new URL(sample.url).port), '127.0.0.1');
    socket.write(request('HEAD /orders HTTP/1.1', 'Host: a', 'Expect: a-miracle'));
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 417 /);
    expect(answer.endsWith('\r\n\r\n')).toBe(true);
  });

  it.each([
    ['for no host', request('GET /orders HTTP/1.1'), 400, 'malformed-request'],
    [
      'with an expectation',
      request('GET /nowhere HTTP/1.1', 'Host: a', 'Expect: wonders'),
      417,
      'expectation-failed',
    ],
    ['for a tunnel', request('CONNECT a:1 HTTP/1.1', 'Host: a'), 405, 'method-not-allowed'],
    ['about the server as a whole', request('OPTIONS * HTTP/1.1', 'Host: a'), 404, 'route-not-found'],
    ['to trace', request('TRACE /orders HTTP/1.1', 'Host: a'), 405, 'method-not-allowed'],
    [
      'in absolute form',
      request('GET http://a/v1/orders/nope HTTP/1.1', 'Host: a'),
      400,
      'validation-failed',
    ],
    ['for a path without a slash', request('GET *orders HTTP/1.1', 'Host: a'), 404, 'route-not-found'],
  ])('(%s) is answered with a problem document', async (_what, bytes, status, code) => {
    expect(await exchange(bytes)).toMatchObject({ status, body: { status, code } });
  });

  it('with the same header twice is not taken for one with a list', async () => {
    const twice = (name: string) =>
      exchange(
        request(
          'POST /orders HTTP/1.1',
          'Host: a',
          'Content-Type: application/json',
          'Content-Length: 2',
          `${name}: k`,
          `${name}: k`,
        ) + '{}',
      );
    for (const name of ['Idempotency-Key', 'X-Customer-Id'])
      expect(await twice(name)).toMatchObject({ status: 400 });
    expect((await twice('X-Correlation-Id')).body['correlationId']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a client that expects what we do not do, and sends a body all the same', () => {
  it.each([
    ['hangs up', (socket: Socket) => void socket.end()],
    ['stays', () => undefined],
  ])('does not keep the server from closing when it %s', async (_what, afterwards) => {
    const closing = await startSample();
    const socket = connect(Number(new URL(closing.url).port), '127.0.0.1').on('error', () => undefined);
    const head = ['POST /echo HTTP/1.1', 'Host: a', 'Expect: a-miracle', 'Content-Length: 200000', '', ''];
    socket.write(head.join('\r\n') + 'x'.repeat(200_000));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('417');
    afterwards(socket);

    const began = Date.now();
    await closing.app.close();
    expect(Date.now() - began).toBeLessThan(15_000);
    socket.destroy();
  });
});

describe('a client that goes away in the middle of its body', () => {
  it('is not taken for an outage of something we depend on', async () => {
    const server = sample.app.getHttpServer() as EventEmitter;
    const received = once(server, 'request') as Promise<[IncomingMessage]>;
    const socket = connect(Number(new URL(sample.url).port), '127.0.0.1');
    const lines = ['POST /echo HTTP/1.1', 'Host: a', 'Content-Type: application/json', 'Content-Length: 100'];
    socket.write([...lines, '', '{"a":'].join('\r\n'));
    const [incoming] = await received;
    socket.destroy();
    await once(incoming, 'close').catch(() => undefined);
    await setImmediate();

    const others = sample.lines.filter(({ AUTH }) => AUTH === undefined);
    expect(others.filter(({ level }) => Number(level) > 20)).toEqual([]);
  });
});
