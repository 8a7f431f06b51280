import type { Tx } from '@app/messaging';
import { type Caller, newId } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { LearnPrices } from '../prices/learn-prices.js';
import { PriceRepository } from '../prices/persistence/price.repository.js';
import { DecideOnOrder, type OrderRequest } from './decide-on-order.js';
import { changeItems } from './domain/item-change.js';
import type { DetailChanges, Order, TakenStep } from './domain/order.js';
import { editDetails } from './domain/order-edits.js';
import { isTaken, type OrderCommand, takeStep } from './domain/order-steps.js';
import type { RequestedLine } from './domain/pricing.js';
import { reprice, totalled, type UnwantedItem, without } from './domain/reprice.js';
import type { Occasion } from './domain/take-step.js';
import { withLearntPrices } from './with-learnt-prices.js';

/** How an order is to read; what is absent stays as it is, `null` takes a detail back. */
export interface OrderChange {
  readonly items?: readonly RequestedLine[] | undefined;
  readonly details: DetailChanges;
}

/** Changes what an order says: at once where it costs no stock, otherwise when inventory has held the difference. */
@Injectable()
export class ChangeOrder {
  constructor(
    private readonly decideOnOrder: DecideOnOrder,
    private readonly prices: PriceRepository,
    private readonly learnPrices: LearnPrices,
  ) {}

  /**
   * The order after the change, or with the change pending. Throws `OrderNotFound`, what the precondition throws, and
   * what `reprice`, `changeItems`, `editDetails` and `withLearntPrices` throw.
   */
  execute(caller: Caller, request: OrderRequest, { items, details }: OrderChange): Promise<Order> {
    if (!items) {
      return this.decideOnOrder.execute(caller, request, (order, occasion) =>
        editDetails(order, details, occasion),
      );
    }
    return withLearntPrices(this.learnPrices, { caller, items }, () =>
      this.decideOnOrder.execute(caller, request, (order, occasion, tx) =>
        this.changeItems(order, { items, details }, occasion, tx),
      ),
    );
  }

  /**
   * The order without some of its goods; cancelled, if nothing would be left of it. Throws `NotOrdered` besides.
   */
  withoutSome(
    caller: Caller,
    request: OrderRequest,
    { items, cancel }: { items: readonly UnwantedItem[]; cancel: OrderCommand },
  ): Promise<Order> {
    return this.decideOnOrder.execute(caller, request, (order, occasion) => {
      if (isTaken(order, cancel)) return [];
      const lines = without(order, items);
      return lines.length === 0
        ? takeStep(order, cancel, occasion)
        : changeItems(order, { ...totalled(order, lines), details: {} }, newId(), occasion);
    });
  }

  private async changeItems(
    order: Order,
    { items, details }: { items: readonly RequestedLine[]; details: DetailChanges },
    occasion: Occasion,
    tx: Tx,
  ): Promise<TakenStep[]> {
    const prices = await this.prices.of(
      tx,
      items.map(({ productId }) => productId),
    );
    return changeItems(order, { ...reprice(order, items, prices), details }, newId(), occasion);
  }
}
