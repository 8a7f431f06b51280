import { Agent, type IncomingMessage, request } from 'node:http';

/** An answer of one of the instances. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

// What the kernel says when nobody listens, or when the connection that was kept has been closed.
const NOT_TAKEN = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/**
 * A load balancer as they come: requests go to one instance after the other, over connections that are kept. A request that
 * no instance has begun to answer, because the connection was refused or closed, goes to the next, once.
 */
export class Balancer {
  private readonly agent = new Agent({ keepAlive: true });
  private turn = 0;
  /** Requests that had to go to another instance. */
  triedAgain = 0;

  constructor(private readonly urls: readonly string[]) {}

  get(path: string): Promise<Answer> {
    return this.send({ method: 'GET', path });
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Answer> {
    return this.send({ method: 'POST', path, body: JSON.stringify(body), headers });
  }

  close(): void {
    this.agent.destroy();
  }

  private async send(sent: Sent): Promise<Answer> {
    const first = this.turn++ % this.urls.length;
    try {
      return await this.sendTo(this.urls[first] ?? '', sent);
    } catch (error) {
      if (!NOT_TAKEN.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      this.triedAgain += 1;
      return this.sendTo(this.urls[(first + 1) % this.urls.length] ?? '', sent);
    }
  }

  /** Rejects with the code of the kernel only while nothing of an answer has come. */
  private sendTo(url: string, { method, path, headers, body }: Sent): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(`${url}${path}`, {
        method,
        agent: this.agent,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      });
      outgoing.once('response', (incoming) => {
        read(incoming).then(resolve, (cause: unknown) =>
          reject(new Error('the answer broke off', { cause })),
        );
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }
}

async function read(incoming: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return { status: incoming.statusCode ?? 0, body: Buffer.concat(parts).toString() };
}
