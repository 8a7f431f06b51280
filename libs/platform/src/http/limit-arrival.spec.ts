import fastify, { type FastifyInstance } from 'fastify';
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

  /** All that comes back until the server hangs up, or until so many milliseconds are over. */
  const answerTo = (path: string, rest = ''): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(`POST ${path} ${HEAD}${rest}`));
      let answer = '';
      socket.setTimeout(200, () => socket.destroy());
      socket.on('data', (data: Buffer) => (answer += data.toString()));
      socket.on('close', () => resolve(answer));
    });

  it('is answered with 408', async () => {
    expect(await answerTo('/json')).toMatch(/^HTTP\/1\.1 408 [^]*"code":"request-timeout"/);
  });

  it('is waited for by a route that reads a stream', async () => {
    expect(await answerTo('/stream')).toBe('');
  });

  it('is no matter once it has arrived', async () => {
    expect(await answerTo('/json', '"a": 12}')).toMatch(/^HTTP\/1\.1 200/);
  });
});
