import type { Reply } from './send.js';

// More of each would slow a long run down, and show nothing more.
const KEPT = 40;

/** What belongs to which customer, as answers to those who may know it have told. */
export class Secrets {
  private readonly of = new Map<string, string[]>();

  constructor(customerIds: readonly string[]) {
    for (const customerId of customerIds) this.of.set(customerId, [customerId]);
  }

  /** Everything that is not the customer's; of everybody, if there is no customer. */
  besides(customerId: string | undefined): string[] {
    return [...this.of].flatMap(([owner, secrets]) => (owner === customerId ? [] : secrets));
  }

  learn({ body }: Reply): void {
    this.collect(body);
  }

  private collect(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const { id, customerId } = value as { id?: unknown; customerId?: unknown };
    const known = typeof customerId === 'string' ? this.of.get(customerId) : undefined;
    if (known && typeof id === 'string' && !known.includes(id)) {
      known.push(id);
      // The first is the customer's own id.
      if (known.length > KEPT) known.splice(1, 1);
    }
    for (const part of Object.values(value)) this.collect(part);
  }
}
