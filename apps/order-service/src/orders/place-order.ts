import { IdempotentRequests } from '@app/messaging';
import { type Caller, Clock, newId } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { LearnPrices } from '../prices/learn-prices.js';
import { PriceRepository } from '../prices/persistence/price.repository.js';
import { CustomerRequired, ForeignCustomer } from './domain/order.errors.js';
import type { Order, OrderDetails } from './domain/order.js';
import { place } from './domain/place.js';
import { priceLines, type RequestedLine } from './domain/pricing.js';
import { OrderRepository } from './persistence/order.repository.js';
import { nameOf } from './who.js';
import { withLearntPrices } from './with-learnt-prices.js';

/** What a customer wants, at which prices if they say so. */
export interface PlaceOrderRequest extends OrderDetails {
  readonly customerId?: string | undefined;
  readonly items: readonly RequestedLine[];
  /** Whether it is to be paid before it is served; the shop has a default. */
  readonly payment?: { readonly required: boolean } | undefined;
}

/** Injects whether orders that do not say so are to be paid before they are served: `boolean`. */
export const PAYMENT_REQUIRED = Symbol('order.payment-required');

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
    private readonly learnPrices: LearnPrices,
    private readonly clock: Clock,
    @Inject(PAYMENT_REQUIRED) private readonly paymentRequired: boolean,
  ) {}

  /**
   * The order as it was placed; `replayed` if an earlier request with the same key placed it.
   * Throws `CustomerRequired`, `ForeignCustomer`, what `priceLines` throws, what `IdempotentRequests` throws, and
   * `PriceLookupUnavailable`.
   */
  async execute(
    caller: Caller,
    request: PlaceOrderRequest,
    repeatable?: Repeatable,
  ): Promise<{ order: Order; replayed: boolean }> {
    const { items } = request;
    return withLearntPrices(this.learnPrices, { caller, items }, () =>
      this.attempt(caller, request, repeatable),
    );
  }

  private async attempt(
    caller: Caller,
    request: PlaceOrderRequest,
    repeatable: Repeatable | undefined,
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
        const { contact, notes, shippingAddress, payment } = request;
        const placing = {
          id: newId(),
          customerId,
          contact,
          notes,
          shippingAddress,
          paymentRequired: payment?.required ?? this.paymentRequired,
          ...priceLines(request.items, prices),
        };
        const placed = place(placing, { at: this.clock.now().toISOString(), who: nameOf(caller.principal) });
        // crash point order-before-insert: a transaction is open, and nothing of the order is stored
        await this.orders.insert(tx, placed);
        // crash point order-inserted: the order is stored in a transaction that has not announced it
        tx.publish(placed.event);
        return placed.order;
      },
    );
    // crash point order-unanswered: the order is committed, and who placed it has not been told
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
