import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on a loopback port; what it answers is for `handle` to say. */
export abstract class StandIn {
  // It never closes a connection that is idle: the next request might already be on its way to it.
  private readonly server: Server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    void bodyOf(request).then((body) => this.handle(request, body, response));
  });
  private boundPort = 0;

  get origin(): string {
    return `http://127.0.0.1:${this.boundPort}`;
  }

  /** Listens, always on the same port. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.listen(this.boundPort, '127.0.0.1', resolve);
    });
    this.boundPort = (this.server.address() as AddressInfo).port;
  }

  /** Ends every connection and listens no more. */
  async stop(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
    this.server.closeAllConnections();
    await closed;
  }

  protected abstract handle(request: IncomingMessage, body: Buffer, response: ServerResponse): void;
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> =>
  Buffer.concat((await request.toArray()) as Buffer[]);
