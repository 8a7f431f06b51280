import {
  type Answer,
  type IdempotentRequest,
  mapped,
  onceEach,
  type Outcome,
  outcomeOf,
  SharedTransactions,
  Transactions,
  type Tx,
  valuesOf,
} from '@app/messaging';
import { type Caller, Clock, newId } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { LearnPrices } from '../prices/learn-prices.js';
import type { ProductPrice } from '../prices/domain/product-price.js';
import { PriceRepository } from '../prices/persistence/price.repository.js';
import { CustomerRequired, ForeignCustomer } from './domain/order.errors.js';
import type { Order, OrderDetails, TakenStep } from './domain/order.js';
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

/** A request together with whose it is. */
interface Placement {
  readonly caller: Caller;
  readonly customerId: string;
  readonly request: PlaceOrderRequest;
  readonly repeatable: IdempotentRequest | undefined;
}

/** Accepts orders at the prices of the moment, those that come at once together; their stock is reserved afterwards. */
@Injectable()
export class PlaceOrder {
  private readonly placements: SharedTransactions<Placement, Answer<Order>>;

  constructor(
    transactions: Transactions,
    private readonly orders: OrderRepository,
    private readonly prices: PriceRepository,
    private readonly learnPrices: LearnPrices,
    private readonly clock: Clock,
    @Inject(PAYMENT_REQUIRED) private readonly paymentRequired: boolean,
  ) {
    this.placements = new SharedTransactions(transactions, clock, (tx, placements) =>
      onceEach(tx, placements, (fresh) => this.placeAll(tx, fresh)),
    );
  }

  /**
   * The order as it was placed; `replayed` if an earlier request with the same key placed it.
   * Throws `CustomerRequired`, `ForeignCustomer`, what `priceLines` throws, `IdempotencyKeyReused`,
   * `IdempotencyInProgress` and `PriceLookupUnavailable`.
   */
  async execute(
    caller: Caller,
    request: PlaceOrderRequest,
    repeatable?: Repeatable,
  ): Promise<{ order: Order; replayed: boolean }> {
    const customerId = customerOf(caller, request);
    const placement: Placement = {
      caller,
      customerId,
      request,
      repeatable: repeatable && { ...repeatable, scope: `POST /orders ${customerId}` },
    };
    const { items } = request;
    const { value: order, replayed } = await withLearntPrices(this.learnPrices, { caller, items }, () =>
      this.placements.run(caller.tenant, placement),
    );
    // crash point order-unanswered: the order is committed, and who placed it has not been told
    return { order, replayed };
  }

  private async placeAll(tx: Tx, placements: readonly Placement[]): Promise<readonly Outcome<Order>[]> {
    const prices = await this.prices.of(
      tx,
      placements.flatMap(({ request }) => request.items.map(({ productId }) => productId)),
    );
    const outcomes = placements.map((placement) => outcomeOf(() => this.placed(placement, prices)));
    const placed = valuesOf(outcomes);
    // crash point order-before-insert: a transaction is open, and nothing of the order is stored
    this.orders.insert(tx, placed);
    // crash point order-inserted: the order is written in a transaction that has not announced it
    tx.publish(...placed.map(({ event }) => event));
    return outcomes.map((outcome) => mapped(outcome, ({ order }) => order));
  }

  private placed(
    { caller, customerId, request }: Placement,
    prices: ReadonlyMap<string, ProductPrice>,
  ): TakenStep {
    const { items, contact, notes, shippingAddress, payment } = request;
    const placing = {
      id: newId(),
      customerId,
      contact,
      notes,
      shippingAddress,
      paymentRequired: this.isToBePaid(caller, payment?.required),
      ...priceLines(items, prices),
    };
    const step = place(placing, { at: this.clock.now().toISOString(), who: nameOf(caller.principal) });
    return { ...step, event: { ...step.event, cause: caller } };
  }

  /** A customer can ask to pay first, and cannot ask to be served without where the shop wants to be paid. */
  private isToBePaid({ principal }: Caller, asked = this.paymentRequired): boolean {
    return principal.role === 'customer' ? asked || this.paymentRequired : asked;
  }
}

function customerOf({ principal }: Caller, { customerId }: PlaceOrderRequest): string {
  const asking = principal.role === 'customer' ? principal.id : undefined;
  if (asking !== undefined && customerId !== undefined && asking !== customerId) throw new ForeignCustomer();
  const customer = customerId ?? asking;
  if (customer === undefined) throw new CustomerRequired();
  return customer;
}
