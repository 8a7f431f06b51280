import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the stand-in does with requests until it is told otherwise. */
export type Mood = 'fine' | 'failing' | 'busy' | 'silent' | 'hanging-up' | 'forgetful';

/** A checkout session as Stripe would show it. */
export interface Session {
  readonly id: string;
  readonly url: string;
  status: 'open' | 'expired';
  readonly form: Readonly<Record<string, string>>;
}

interface Stored {
  readonly status: number;
  readonly body: object;
  readonly form: string;
}

const problem = (type: string, message: string) => ({ error: { type, message } });

/**
 * The part of Stripe's HTTP API that we use, as its documentation has it: keys, forms, and idempotency, which repeats
 * failures too.
 */
export class StripeStandIn {
  readonly sessions: Session[] = [];
  /** How often each path was asked for. */
  readonly asked: string[] = [];
  mood: Mood = 'fine';
  private readonly stored = new Map<string, Stored>();
  private readonly waiting = new Set<ServerResponse>();

  private constructor(
    private readonly server: Server,
    private readonly secretKey: string,
  ) {
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void this.answer(request, response),
    );
  }

  static async open(secretKey: string): Promise<StripeStandIn> {
    // It never closes a connection that is idle: the next request might already be on its way to it.
    const server = createServer({ keepAliveTimeout: 0 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new StripeStandIn(server, secretKey);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The sessions of an order, oldest first. */
  of(orderId: string): Session[] {
    return this.sessions.filter(({ form }) => form['client_reference_id'] === orderId);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    const path = request.url ?? '';
    this.asked.push(path);
    if (this.mood === 'silent') return void this.waiting.add(response);
    if (this.mood === 'hanging-up') return void request.socket.destroy();
    if (request.headers.authorization !== `Bearer ${this.secretKey}`) {
      return send(
        response,
        401,
        problem('invalid_request_error', `Invalid API Key provided: ${request.headers.authorization}`),
      );
    }
    if (this.mood === 'busy') return send(response, 429, problem('rate_limit_error', 'Too many requests'));

    const [, reference] = /^\/v1\/checkout\/sessions\/(\w+)\/expire$/.exec(path) ?? [];
    if (reference !== undefined) return this.expire(reference, response);
    if (path !== '/v1/checkout/sessions')
      return send(response, 404, problem('invalid_request_error', 'No such path'));
    this.once(String(request.headers['idempotency-key']), text, response);
  }

  /** The first answer to a key is the answer for ever, whatever it was. */
  private once(key: string, form: string, response: ServerResponse): void {
    const known = this.stored.get(key);
    if (known && known.form !== form) {
      return send(
        response,
        400,
        problem('idempotency_error', 'Keys can only be used with the same parameters'),
      );
    }
    const answer = known ?? { ...this.create(form), form };
    // What was not even begun is not remembered.
    if (answer.status !== 400) this.stored.set(key, answer);
    if (this.mood === 'forgetful') return void response.socket?.destroy();
    send(response, answer.status, answer.body);
  }

  private create(text: string): Omit<Stored, 'form'> {
    if (this.mood === 'failing') return { status: 500, body: problem('api_error', 'Something went wrong') };
    const form = Object.fromEntries(new URLSearchParams(text));
    const wrong = problemOf(form);
    if (wrong !== undefined) return { status: 400, body: problem('invalid_request_error', wrong) };
    const id = `cs_test_${this.sessions.length + 1}`;
    const session: Session = { id, url: `https://checkout.example/c/pay/${id}`, status: 'open', form };
    this.sessions.push(session);
    return { status: 200, body: { id, object: 'checkout.session', url: session.url, status: 'open' } };
  }

  private expire(id: string, response: ServerResponse): void {
    const session = this.sessions.find((one) => one.id === id);
    if (session?.status !== 'open') {
      return send(response, 400, problem('invalid_request_error', 'Only open sessions can be expired'));
    }
    session.status = 'expired';
    send(response, 200, { id, object: 'checkout.session', status: 'expired' });
  }
}

const NEEDED = ['mode', 'success_url', 'client_reference_id', 'metadata[orderId]', 'metadata[tenant]'];

function problemOf(form: Readonly<Record<string, string>>): string | undefined {
  const missing = NEEDED.find((name) => !form[name]);
  if (missing !== undefined) return `Missing required param: ${missing}`;
  if (totalOf(form) <= 0) return 'The total must be more than nothing';
  const end = form['expires_at'];
  const lifeSeconds = end === undefined ? 3600 : Number(end) - Date.now() / 1000;
  return lifeSeconds < 1800 || lifeSeconds > 86_400
    ? 'expires_at must be from 30 minutes to 24 hours ahead'
    : undefined;
}

/** What the items of a session add up to. */
export function totalOf(form: Readonly<Record<string, string>>): number {
  let total = 0;
  for (let line = 0; form[`line_items[${line}][quantity]`] !== undefined; line += 1) {
    const price = Number(form[`line_items[${line}][price_data][unit_amount]`]);
    total += Number(form[`line_items[${line}][quantity]`]) * price;
  }
  return total;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1' });
  response.end(JSON.stringify(body));
}
