import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';

/** A way to a server that speaks TLS, under a certificate that nobody but the spec has heard of. */
export interface TlsDoor {
  readonly port: number;
  /** In PEM: the certificate, which signs itself, for `localhost` and `127.0.0.1`. */
  readonly ca: string;
  close(): Promise<void>;
}

/** How a client that has connected asks for TLS: at once, or in PostgreSQL's way. */
type Greeting = 'at-once' | 'postgres';

/** Opens a door on a free loopback port to a server that speaks no TLS itself. */
export async function openTlsDoor(
  target: { host: string; port: number },
  greeting: Greeting = 'at-once',
): Promise<TlsDoor> {
  const { key, cert } = await selfSigned();
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client.on('close', () => sockets.delete(client)).on('error', () => undefined));
    const admit = (): void => {
      const secure = new TLSSocket(client, { isServer: true, key, cert });
      const upstream = connect(target);
      secure.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
      upstream.on('error', () => secure.destroy()).on('close', () => secure.destroy());
      secure.pipe(upstream).pipe(secure);
    };
    if (greeting === 'postgres') answerAsPostgres(client, admit);
    else admit();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    ca: cert,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

// Eight bytes that ask whether there is TLS, answered with a letter.
const SSL_REQUEST_BYTES = 8;

function answerAsPostgres(client: Socket, admit: () => void): void {
  client.once('readable', () => {
    client.read(SSL_REQUEST_BYTES);
    client.write('S', admit);
  });
}

async function selfSigned(): Promise<{ key: string; cert: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'waybill-tls-'));
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  try {
    const words =
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost ' +
      '-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout';
    await promisify(execFile)('openssl', words.split(' ').concat(key, '-out', cert));
    return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  } finally {
    await rm(directory, { recursive: true });
  }
}
