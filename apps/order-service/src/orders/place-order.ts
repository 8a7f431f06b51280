import type { Contact } from '@app/contracts';
import { IdempotentRequests } from '@app/messaging';
import { type Caller, Clock, newId } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { PriceRepository } from '../prices/persistence/price.repository.js';
import { CustomerRequired, ForeignCustomer } from './domain/order.errors.js';
import type { Order } from './domain/order.js';
import { place } from './domain/place.js';
import { priceLines, type RequestedLine } from './domain/pricing.js';
import { OrderRepository } from './persistence/order.repository.js';
import { nameOf } from './who.js';

/** What a customer wants, at which prices if they say so. */
export interface PlaceOrderRequest {
  readonly customerId?: string | undefined;
  readonly items: readonly RequestedLine[];
  readonly contact?: Contact | undefined;
}

/** What makes a request recognisable when it is sent again. */
export interface Repeatable {
  readonly key: string;
  readonly fingerprint: string;
}

/** Accepts an order at the prices of the moment; its stock is reserved afterwards. */
@Injectable()
export class PlaceOrder {
  constructor(
    private readonly requests: IdempotentRequests,
    private readonly orders: OrderRepository,
    private readonly prices: PriceRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The order as it was placed; `replayed` if an earlier request with the same key placed it.
   * Throws `CustomerRequired`, `ForeignCustomer`, what `priceLines` throws, and what `IdempotentRequests` throws.
   */
  async execute(
    caller: Caller,
    request: PlaceOrderRequest,
    repeatable?: Repeatable,
  ): Promise<{ order: Order; replayed: boolean }> {
    const customerId = customerOf(caller, request);
    const { value: order, replayed } = await this.requests.run(
      caller,
      repeatable && { ...repeatable, scope: `POST /orders ${customerId}` },
      async (tx) => {
        const prices = await this.prices.of(
          tx,
          request.items.map(({ productId }) => productId),
        );
        const placing = {
          id: newId(),
          customerId,
          contact: request.contact,
          ...priceLines(request.items, prices),
        };
        const placed = place(placing, { at: this.clock.now().toISOString(), who: nameOf(caller.principal) });
        await this.orders.insert(tx, placed);
        tx.publish(placed.event);
        return placed.order;
      },
    );
    return { order, replayed };
  }
}

function customerOf({ principal }: Caller, { customerId }: PlaceOrderRequest): string {
  const asking = principal.role === 'customer' ? principal.id : undefined;
  if (asking !== undefined && customerId !== undefined && asking !== customerId) throw new ForeignCustomer();
  const customer = customerId ?? asking;
  if (customer === undefined) throw new CustomerRequired();
  return customer;
}
