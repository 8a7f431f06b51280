import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** A request as it goes out: nothing is checked or made right on the way. */
export interface Outgoing {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** What the text is as JSON, if it is. */
  readonly body: unknown;
}

// Far longer than any takes, save on a machine that stands still for a while.
const ANSWERED_WITHIN_MS = 30_000;
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/** Sends a request; rejects when it is not answered within half a minute. A stream of events is left at its head. */
export function send(url: string, outgoing: Outgoing): Promise<Reply> {
  const { method, path, headers, body } = outgoing;
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = request({ agent, hostname, port, method, path, headers: { ...headers, ...length } });
    const timer = setTimeout(
      () => sent.destroy(new Error(`no answer within ${ANSWERED_WITHIN_MS} ms`)),
      ANSWERED_WITHIN_MS,
    );
    sent.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      // A server may close a connection that waits for a request at the very moment it is used again.
      if (error.code === 'ECONNRESET' && sent.reusedSocket) resolve(send(url, outgoing));
      else reject(error);
    });
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      const done = (): void => {
        clearTimeout(timer);
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: parsed(text) });
      };
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', done);
      if (!response.headers['content-type']?.startsWith('text/event-stream')) return;
      done();
      sent.destroy();
    });
    sent.end(body);
  });
}

/** Closes the connections that are kept for the next request. */
export const hangUp = (): void => agent.destroy();

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
