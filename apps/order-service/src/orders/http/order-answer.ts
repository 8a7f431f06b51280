import { fromMinor } from '@app/contracts';
import { etag } from '@app/platform';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { HistoryEntry, ItemChange, Order } from '../domain/order.js';
import type { Payment } from '../domain/payment.js';
import { sagaOf } from '../domain/saga-state.js';
import type { OrderView, OrderWithHistoryView } from './order.view.js';

const toItems = (lines: Order['lines'], currency: string) =>
  lines.map(({ productId, name, quantity, unitPrice }) => ({
    productId,
    name,
    quantity,
    price: fromMinor({ amount: unitPrice, currency }),
  }));

const toChangeView = ({ details: _, lines, total, shortages, ...change }: ItemChange) => ({
  ...change,
  items: toItems(lines, total.currency),
  totalAmount: fromMinor(total),
  shortages: shortages && [...shortages],
});

export const toOrderView = ({ lines, total, ...order }: Order): OrderView => ({
  id: order.id,
  version: order.version,
  customerId: order.customerId,
  items: toItems(lines, total.currency),
  totalAmount: fromMinor(total),
  currency: total.currency,
  status: order.status,
  contact: order.contact,
  notes: order.notes,
  shippingAddress: order.shippingAddress,
  payment: order.payment && toPaymentView(order.payment),
  refunds: order.refunds?.map((refund) => ({ ...refund, amount: fromMinor(refund) })),
  change: order.change && toChangeView(order.change),
  cancellation: order.cancellation,
  shipping: order.shipping,
  delivery: order.delivery,
  completion: order.completion,
  createdAt: order.createdAt,
  updatedAt: order.updatedAt,
  deletedAt: order.deletedAt,
});

const toPaymentView = ({ status: paid, link, expiresAt, transactionId, paidAt }: Payment) => ({
  required: true as const,
  status: paid,
  link,
  expiresAt,
  transactionId,
  paidAt,
});

export const toOrderWithHistoryView = (
  order: Order,
  history: readonly HistoryEntry[],
): OrderWithHistoryView => ({
  ...toOrderView(order),
  history: [...history],
  saga: { ...sagaOf(order), waitingFor: [...sagaOf(order).waitingFor] },
});

/** The order's entity tag: it changes with every step, and with nothing else. */
export const orderTag = ({ id, version }: Order): string => etag('order', id, version);

/** Answers with an order as it is now, and its entity tag. */
export type AnswerOrder = (order: Order) => OrderView;

/** Gives a handler that changes an order an `AnswerOrder`, to be called for what it returns. */
export const OrderAnswer = createParamDecorator<void, AnswerOrder>(
  (_data, context: ExecutionContext) => (order) => {
    context.switchToHttp().getResponse<FastifyReply>().header('etag', orderTag(order));
    return toOrderView(order);
  },
);
