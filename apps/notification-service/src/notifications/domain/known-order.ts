import type { Money, OrderLine } from '@app/contracts';
import type { OrderData } from '../../templates/domain/letter-data.js';

/** What is known of an order apart from the event at hand. An order we never heard of has neither lines nor total. */
export interface KnownOrder {
  readonly orderId: string;
  readonly lines: readonly OrderLine[];
  readonly total?: Money;
}

/** The order as letters tell of it. */
export const orderDataOf = ({ orderId, lines, total }: KnownOrder): OrderData => ({
  orderId,
  goods: total && lines.length > 0 ? { lines: lines.map((line) => lineOf(line, total)), total } : null,
});

const lineOf = ({ productId, name, quantity, unitPrice }: OrderLine, { currency }: Money) => ({
  productId,
  quantity,
  name: name || null,
  amount: { amount: quantity * unitPrice, currency },
});
