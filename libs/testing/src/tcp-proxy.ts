import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A line between a service and a server that a spec can cut. */
export interface TcpProxy {
  readonly port: number;
  /** Ends every connection and refuses new ones until `restore`. */
  cut(): void;
  /** Ends every connection; new ones are welcome. */
  reset(): void;
  /** Swallows everything and says nothing: what is sent from now on, and every connection there is, for good. */
  blackhole(): void;
  /** Welcomes new connections again after `cut` or `blackhole`. */
  restore(): void;
  close(): Promise<void>;
}

/** Opens a proxy on a free loopback port that passes everything on to the given server. */
export async function openTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const swallowed = new WeakSet<Socket>();
  let isCut = false;
  let isHole = false;
  const server: Server = createServer((client) => {
    if (isCut) return void client.resetAndDestroy();
    if (isHole) return swallow(client);
    const upstream = connect(target);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => swallowed.has(one) || other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        if (!swallowed.has(one)) other.destroy(); // out of a black hole, nobody hears that the other side has gone
      });
      one.pipe(other);
    }
  });
  const swallow = (socket: Socket): void => {
    if (!sockets.has(socket)) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    swallowed.add(socket);
    socket.unpipe();
    socket.resume();
  };
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const reset = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    reset,
    cut: () => {
      isCut = true;
      reset();
    },
    blackhole: () => {
      isHole = true;
      for (const socket of sockets) swallow(socket);
    },
    restore: () => {
      isCut = false;
      isHole = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        reset();
      }),
  };
}
