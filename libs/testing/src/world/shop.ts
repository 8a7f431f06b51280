import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { until } from '../until.js';
import { ask, demand, type Reply } from './api.js';
import type { World } from './world.js';

/** An order as the API shows it. */
export interface OrderView {
  readonly id: string;
  readonly customerId: string;
  readonly status: string;
  readonly items: readonly { productId: string; quantity: number; price: number }[];
  readonly totalAmount: number;
  readonly currency: string;
  readonly version: number;
  readonly payment?: { readonly status: string; readonly link?: string; readonly expiresAt?: string };
  readonly refunds?: readonly { readonly amount: number; readonly cause: string }[];
  readonly change?: { readonly id: string; readonly status: string; readonly reason?: string };
  readonly cancellation?: { readonly code: string; readonly reason: string };
  readonly history?: readonly { from: string | null; to: string; who: unknown; why?: string }[];
}

/** The levels of a product. */
export interface Levels {
  readonly quantity: number;
  readonly reservedQuantity: number;
  readonly availableQuantity: number;
}

/** A shop that sells through a world's public API and looks at nothing else. */
export class Shop {
  /** Ends every product id, so that stories do not share stock. */
  private readonly suffix = randomBytes(3).toString('hex');

  private turn = 0;

  constructor(private readonly world: World) {}

  product(name: string): string {
    return `${name}-${this.suffix}`;
  }

  /** Puts products on sale and waits until they can be ordered. */
  async stock(
    levels: Record<string, number>,
    { price = 19.99, lowStockThreshold }: { price?: number; lowStockThreshold?: number } = {},
  ): Promise<void> {
    for (const [name, quantity] of Object.entries(levels)) {
      const body = {
        productId: this.product(name),
        productName: name,
        quantity,
        price,
        ...(lowStockThreshold !== undefined && { lowStockThreshold }),
      };
      await demand(`${this.world.url('inventory-service')}/inventory`, { method: 'POST', body });
    }
    for (const name of Object.keys(levels)) {
      await until(`${name} can be ordered`, async () => {
        const rows = await this.world.databases.order.query(
          'SELECT FROM product_prices WHERE product_id = $1',
          [this.product(name)],
        );
        return rows.length > 0;
      });
    }
  }

  /** The body of an order of so many of each product, a customer and an address of its own unless given. */
  orderOf(
    lines: Record<string, number>,
    more: Record<string, unknown> = {},
  ): Record<string, unknown> & { customerId: string } {
    return {
      customerId: v7(),
      items: Object.entries(lines).map(([name, quantity]) => ({ productId: this.product(name), quantity })),
      contact: { email: `${randomBytes(6).toString('hex')}@example.org` },
      ...more,
    };
  }

  async place(
    lines: Record<string, number>,
    more: Record<string, unknown> = {},
  ): Promise<OrderView & { email: string }> {
    const body = this.orderOf(lines, more);
    const { body: order } = await demand<OrderView>(`${this.world.url('order-service')}/orders`, {
      method: 'POST',
      body,
    });
    return { ...order, email: (body['contact'] as { email: string }).email };
  }

  async order(id: string): Promise<OrderView> {
    return (await demand<OrderView>(`${this.world.url('order-service')}/orders/${id}`)).body;
  }

  /** Waits until the order has the status, and fails at once on a status it cannot come back from. */
  reaches(id: string, status: string): Promise<OrderView> {
    return until(`order ${id} is ${status}`, async () => {
      const order = await this.order(id);
      return order.status === status && order;
    });
  }

  change(id: string, body: Record<string, unknown>): Promise<Reply<OrderView>> {
    return this.about(id, { method: 'PATCH', path: '/status', body });
  }

  /** Asks for other goods; `etag` makes it a change of the order as it was then. */
  wants(id: string, lines: Record<string, number>, etag?: string): Promise<Reply<OrderView>> {
    const items = Object.entries(lines).map(([name, quantity]) => ({
      productId: this.product(name),
      quantity,
    }));
    const headers: Record<string, string> = etag === undefined ? {} : { 'if-match': etag };
    return this.about(id, { method: 'PUT', body: { items }, headers });
  }

  /** Reports that an order has been paid for, in full unless said otherwise. */
  pays(order: OrderView, transactionId: string, amount = order.totalAmount): Promise<Reply<OrderView>> {
    const body = { transactionId, amount, currency: order.currency };
    return this.about(order.id, { method: 'POST', path: '/payment-received', body });
  }

  /** A request about an order, to one instance after another. */
  about<Body = OrderView>(
    id: string,
    {
      path = '',
      ...request
    }: { method: string; path?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<Reply<Body>> {
    const running = this.world.instances('order-service').filter(({ isRunning }) => isRunning);
    const instance = running[this.turn++ % running.length];
    return ask(`${instance?.url ?? this.world.url('order-service')}/orders/${id}${path}`, request);
  }

  cancel(id: string, reason = 'changed my mind'): Promise<Reply<OrderView>> {
    return this.about(id, { method: 'POST', path: '/cancel', body: { reason } });
  }

  async levels(name: string): Promise<Levels> {
    const url = `${this.world.url('inventory-service')}/inventory/${this.product(name)}`;
    const { quantity, reservedQuantity, availableQuantity } = (await demand<Levels>(url)).body;
    return { quantity, reservedQuantity, availableQuantity };
  }

  /** Resolves when the clock has reached the moment, in milliseconds since 1970. */
  async waitUntil(moment: number): Promise<void> {
    await until('the time has come', () => Date.now() >= moment, Math.max(0, moment - Date.now()) + 1000);
  }

  /** The subjects of the mails that an address has received, sorted, without what differs from order to order. */
  mailsTo(address: string): string[] {
    const subjects = this.world.mailbox.to(address).map(({ headers }) => headers.get('subject') ?? '');
    return subjects.map((subject) => subject.replace(/ ?[0-9a-f]{8}-[0-9a-f-]{27}/, '')).sort();
  }
}
