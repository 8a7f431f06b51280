import fastify, { type FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { connect } from 'node:net';
import { limitArrival } from './limit-arrival.js';

const HEAD = 'HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{';

describe('a body that does not arrive', () => {
  let server: FastifyInstance;
  let port: number;

  beforeAll(async () => {
    server = fastify();
    limitArrival(server, 20);
    server.post('/json', () => ({}));
    server.post('/stream', { config: { streams: ['application/json'] } }, () => ({}));
    port = Number(new URL(await server.listen({ port: 0 })).port);
  });
  afterAll(() => server.close());

  /** A client that sends a request, and all that it has heard since. */
  const send = (path: string, rest = '') => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`POST ${path} ${HEAD}${rest}`));
    let answer = '';
    const heard = new Promise<void>((resolve) => socket.once('data', () => resolve()));
    socket.on('data', (data: Buffer) => (answer += data.toString()));
    const hungUp = once(socket, 'close').then(() => answer);
    return { socket, heard, hungUp, answer: () => answer };
  };

  it('is answered with 408', async () => {
    expect(await send('/json').hungUp).toMatch(/^HTTP\/1\.1 408 [^]*"code":"request-timeout"/);
  });

  it('is waited for by a route that reads a stream', async () => {
    const arrived = once(server.server, 'request');
    const streaming = send('/stream');
    await arrived;
    await send('/json').hungUp; // which came later, and has had its time
    expect(streaming.answer()).toBe('');
    streaming.socket.destroy();
  });

  it('is no matter once it has arrived', async () => {
    const { socket, heard, answer } = send('/json', '"a": 12}');
    await heard;
    expect(answer()).toMatch(/^HTTP\/1\.1 200/);
    socket.destroy();
  });
});
