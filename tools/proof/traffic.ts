import { ask, type OrderView, type Reply, type Shop, type World } from '@app/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 } from 'uuid';
import type { Finding } from './finding.js';

/** What customers of the traffic do with their orders, one after the other. */
const KINDS = ['keep', 'cancel', 'ship', 'pay', 'neglect', 'keep'] as const;
type Kind = (typeof KINDS)[number];

/** An order that was answered. */
export interface PlacedOrder {
  readonly id: string;
  readonly email: string;
  readonly quantity: number;
  readonly totalAmount: number;
}

/** How lively it is. */
export interface TrafficOptions {
  /** So many customers at once; 2 unless given. */
  readonly customers?: number;
  /** How long each rests between two orders, in milliseconds. */
  readonly restMs?: number;
  /** How often each request that places an order is sent at once. */
  readonly copies?: number;
}

/** Of the common product there is always enough, of the scarce one soon none. */
const COMMON = 'table';
const SCARCE = 'chair';
const SCARCE_UNITS = 10;
/** A price that binary fractions cannot hold. */
export const PRICE_MINOR = 1999;
const REPEAT_AFTER_MS = 100;
const REQUEST_TIMEOUT_MS = 5_000;
const PATIENCE_MS = 5_000;

/** Customers that order, cancel, pay and wait for their goods, and repeat each request until it is answered. */
export class Traffic {
  readonly placed: PlacedOrder[] = [];
  /** Keys of the orders that were asked for, answered or not. */
  readonly keys = new Set<string>();
  /** Answers that no customer should see. */
  readonly complaints: Finding[] = [];
  private readonly stopping = new AbortController();
  private customers: Promise<void>[] = [];
  private turn = 0;

  constructor(
    private readonly world: World,
    private readonly shop: Shop,
    private readonly options: TrafficOptions = {},
  ) {}

  async start(): Promise<void> {
    await this.shop.stock({ [COMMON]: 100_000, [SCARCE]: SCARCE_UNITS }, { price: PRICE_MINOR / 100 });
    const { customers = 2 } = this.options;
    this.customers = Array.from({ length: customers }, () => this.customer());
  }

  /** Resolves when every request that was begun is answered. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.customers);
  }

  private async customer(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const kind = KINDS[this.turn++ % KINDS.length] ?? 'keep';
      await this.order(kind);
      await pause(this.options.restMs ?? 100, undefined, { signal }).catch(() => undefined);
    }
  }

  private async order(kind: Kind): Promise<void> {
    const quantity = (this.turn % 3) + 1;
    const product = this.turn % 4 === 0 ? SCARCE : COMMON;
    const required = kind === 'pay' || kind === 'neglect';
    const body = this.shop.orderOf({ [product]: quantity }, required ? { payment: { required } } : {});
    const placed = await this.place(body);
    const { email } = body['contact'] as { email: string };
    this.placed.push({ id: placed.id, email, quantity, totalAmount: placed.totalAmount });
    await this.follow(kind, placed);
  }

  private async place(body: unknown): Promise<OrderView> {
    const key = v7();
    this.keys.add(key);
    const headers = { 'idempotency-key': key };
    const request = () => this.insist<OrderView>('', { method: 'POST', body, headers }, [201]);
    const answers = await Promise.all(Array.from({ length: this.options.copies ?? 1 }, request));
    const ids = new Set(answers.map((answer) => answer.body.id));
    if (ids.size > 1) this.complain('one request placed several orders', [...ids].join(' and '));
    return (answers[0] as Reply<OrderView>).body;
  }

  private async follow(kind: Kind, { id, totalAmount, currency }: OrderView): Promise<void> {
    if (kind === 'cancel') await this.cancel(id);
    if (kind !== 'ship' && kind !== 'pay') return;
    const order = await this.decided(id);
    if (kind === 'ship' && order.status === 'CONFIRMED')
      await this.insist(`/${id}/status`, { method: 'PATCH', body: { status: 'SHIPPED' } }, [200, 409]);
    const payment = { transactionId: `T-${id}`, amount: totalAmount, currency };
    // Too late is fine as well: then it is owed back.
    if (kind === 'pay' && order.status === 'AWAITING_PAYMENT')
      await this.insist(`/${id}/payment-received`, { method: 'POST', body: payment }, [200, 409]);
  }

  /** Twice at once, as an impatient customer does. */
  private async cancel(id: string): Promise<void> {
    const request = { method: 'POST', body: { reason: 'changed my mind' } };
    await Promise.all([1, 2].map(() => this.insist(`/${id}/cancel`, request, [200, 409])));
  }

  /** The order once it is decided on, or as it is when the customer loses patience. */
  private async decided(id: string): Promise<OrderView> {
    const patience = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(PATIENCE_MS)]);
    for (;;) {
      const { body } = await this.insist<OrderView>(`/${id}`, {}, [200, 404]);
      if (body.status !== 'PENDING' || patience.aborted) return body;
      await pause(REPEAT_AFTER_MS);
    }
  }

  /** Sends a request, to one instance after the other, until it is answered with one of the statuses. */
  private async insist<Body>(
    path: string,
    request: { method?: string; body?: unknown; headers?: Record<string, string> },
    wanted: readonly number[],
  ): Promise<Reply<Body>> {
    const instances = this.world.instances('order-service');
    for (let attempt = this.turn; ; attempt += 1) {
      try {
        const url = `${instances[attempt % instances.length]?.url}/orders${path}`;
        const reply = await ask<Body>(url, { ...request, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
        if (wanted.includes(reply.status)) return reply;
        this.complainAbout(request.method ?? 'GET', path, reply);
      } catch {
        // Nobody is there, or it died before it answered.
      }
      await pause(REPEAT_AFTER_MS);
    }
  }

  /** A request that is still running, or cannot be served for now, is no reason to complain. */
  private complainAbout(method: string, path: string, { status, body }: Reply): void {
    if (status === 409 || status === 429 || status === 503) return;
    const route = path.replace(/^\/[^/]+/, '/:id');
    this.complain(`${method} /orders${route} answered ${status}`, JSON.stringify(body));
  }

  private complain(what: string, seen: string): void {
    this.complaints.push({ by: 'customers', what, seen });
  }
}
