import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { until } from '../support/until.mjs';
import { Link } from './link.mjs';

const LONG = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));

// Unlike `once`, it bears the error that comes first.
const closed = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));

describe('a line that can be troubled', () => {
  let echo: Server;
  let link: Link;
  let port: number;
  const open: Socket[] = [];

  beforeEach(async () => {
    echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    link = new Link({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
    port = await link.open();
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.destroy();
    echo.close();
  });

  /** A client that says something and collects what comes back. */
  function says(what: Buffer) {
    const socket = connect(port, '127.0.0.1');
    const heard: Buffer[] = [];
    open.push(socket.on('error', () => undefined).on('data', (chunk) => heard.push(chunk)));
    socket.write(what);
    return { socket, heard: () => Buffer.concat(heard) };
  }

  const hears = (heard: () => Buffer, what: Buffer) =>
    until('all of it to be back', () => heard().length >= what.length, { timeoutMs: 120_000, everyMs: 10 });

  it.each([
    ['nothing is wrong', {}],
    ['it is slow and late', { latencyMs: 5, jitterMs: 20, bytesPerSecond: 4_000_000 }],
    ['it comes in pieces, some of them late', { sliceBytes: 4096, lossPercent: 5 }],
  ])('passes on every byte in its order when %s', async (_, trouble) => {
    link.trouble = trouble;
    const { heard } = says(LONG);
    await hears(heard, LONG);
    expect(heard().equals(LONG)).toBe(true);
  });

  it('passes nothing on while it is silent, and all of it afterwards', async () => {
    const first = says(Buffer.from('a'));
    await hears(first.heard, Buffer.from('a'));
    link.trouble = { silent: true };
    first.socket.write('b');
    const second = says(Buffer.from('c'));
    await once(second.socket, 'connect');
    expect([first.heard().toString(), second.heard().toString()]).toEqual(['a', '']);

    link.trouble = {};
    await hears(first.heard, Buffer.from('ab'));
    await hears(second.heard, Buffer.from('c'));
    expect([first.heard().toString(), second.heard().toString()]).toEqual(['ab', 'c']);
  });

  it('breaks connections and refuses new ones while it is cut, and only then', async () => {
    const first = says(Buffer.from('a'));
    await hears(first.heard, Buffer.from('a'));
    link.trouble = { cut: true };
    await closed(first.socket);
    await closed(says(Buffer.from('b')).socket);

    link.trouble = {};
    const third = says(Buffer.from('c'));
    await hears(third.heard, Buffer.from('c'));
    expect(third.heard().toString()).toBe('c');
  });
});
