import type { Operation } from './operations.js';
import type { Reply } from './send.js';

const KEPT = 40;
const REMEMBERED = new Set(['productId', 'customerId', 'orderId', 'recipient', 'changeId', 'status']);

/** Values that earlier answers held, by the name of what they are: with them a request gets past "not found". */
export class KnownValues {
  private readonly values = new Map<string, string[]>();

  /** One of the values, chosen by a number; undefined when there is none yet. */
  one(name: string, choice: number): string | undefined {
    const known = this.values.get(name) ?? [];
    return known[choice % Math.max(known.length, 1)];
  }

  /** The name under which the values of a path parameter are kept: `id` means something else in each service. */
  static nameOf({ app }: Operation, parameter: string): string {
    return parameter === 'id' ? `${app} id` : parameter;
  }

  remember(operation: Operation, { headers, body }: Reply): void {
    for (const name of ['etag', 'link'] as const) {
      const value = headers[name];
      if (typeof value === 'string') this.add(name, value);
    }
    const cursor = /[?&]cursor=([^&>]+)/.exec(String(headers['link'] ?? ''))?.[1];
    if (cursor !== undefined) this.add('cursor', decodeURIComponent(cursor));
    this.collect(operation, body);
  }

  private collect(operation: Operation, body: unknown): void {
    if (typeof body !== 'object' || body === null) return;
    for (const [key, value] of Object.entries(body)) {
      if (typeof value !== 'string') this.collect(operation, value);
      else if (REMEMBERED.has(key)) this.add(key, value);
      else if (key === 'id') {
        this.add(KnownValues.nameOf(operation, 'id'), value);
        if (operation.app === 'order-service') this.add('orderId', value);
      }
    }
  }

  private add(name: string, value: string): void {
    const known = this.values.get(name) ?? [];
    if (known.includes(value)) return;
    this.values.set(name, [...known, value].slice(-KEPT));
  }
}
