import { cancellationCode, fromMinor } from '@app/contracts';
import { etag } from '@app/platform';
import { z } from 'zod';
import type { HistoryEntry, Order } from '../domain/order.js';
import { ORDER_STATUSES } from '../domain/order-lifecycle.js';

const status = z.enum(ORDER_STATUSES);
const time = z.iso.datetime();

const example = {
  id: '0198c0df-0a1b-7c2d-8e3f-405162738495',
  version: 3,
  customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
  items: [{ productId: 'lamp-01', name: 'Desk lamp', quantity: 2, price: 29.99 }],
  totalAmount: 59.98,
  currency: 'EUR',
  status: 'SHIPPED',
  contact: { email: 'ada@example.org' },
  shipping: { carrier: 'DHL', trackingNumber: '00340434161094042557' },
  createdAt: '2026-01-02T09:30:00.000Z',
  updatedAt: '2026-01-03T16:05:00.000Z',
};

/** An order as the API shows it; prices and the total are decimal numbers in `currency`. */
export const orderView = z
  .object({
    id: z.uuid(),
    version: z.int().meta({ description: 'Counts the steps of the order; the ETag changes with it.' }),
    customerId: z.uuid(),
    items: z.array(
      z.object({ productId: z.string(), name: z.string(), quantity: z.int(), price: z.number() }),
    ),
    totalAmount: z.number(),
    currency: z.string(),
    status,
    contact: z.object({ email: z.string().optional(), phone: z.string().optional() }).optional(),
    cancellation: z.object({ code: cancellationCode, reason: z.string() }).optional(),
    shipping: z.object({ carrier: z.string().optional(), trackingNumber: z.string().optional() }).optional(),
    delivery: z.object({ deliveredAt: time, signature: z.string().optional() }).optional(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ example });
export type OrderView = z.output<typeof orderView>;

/** A page of orders. */
export const orderViews = z.array(orderView).meta({ example: [example] });

/** One step of an order: from which status to which, when, who took it and why. */
const historyView = z.object({
  version: z.int(),
  from: status.nullable(),
  to: status,
  at: time,
  who: z.string(),
  why: z.string().optional(),
  code: cancellationCode.optional(),
});

/** An order by id: with its history, oldest step first. */
export const orderWithHistoryView = orderView.extend({ history: z.array(historyView) }).meta({
  example: {
    ...example,
    history: [
      { version: 1, from: null, to: 'PENDING', at: example.createdAt, who: `customer:${example.customerId}` },
      {
        version: 2,
        from: 'PENDING',
        to: 'CONFIRMED',
        at: '2026-01-02T09:30:00.120Z',
        who: 'service:inventory',
      },
      { version: 3, from: 'CONFIRMED', to: 'SHIPPED', at: example.updatedAt, who: 'anonymous' },
    ],
  },
});
export type OrderWithHistoryView = z.output<typeof orderWithHistoryView>;

export const toOrderView = ({ lines, total, ...order }: Order): OrderView => ({
  id: order.id,
  version: order.version,
  customerId: order.customerId,
  items: lines.map(({ productId, name, quantity, unitPrice }) => ({
    productId,
    name,
    quantity,
    price: fromMinor({ amount: unitPrice, currency: total.currency }),
  })),
  totalAmount: fromMinor(total),
  currency: total.currency,
  status: order.status,
  contact: order.contact,
  cancellation: order.cancellation,
  shipping: order.shipping,
  delivery: order.delivery,
  createdAt: order.createdAt,
  updatedAt: order.updatedAt,
});

export const toOrderWithHistoryView = (
  order: Order,
  history: readonly HistoryEntry[],
): OrderWithHistoryView => ({
  ...toOrderView(order),
  history: [...history],
});

/** The order's entity tag: it changes with every step, and with nothing else. */
export const orderTag = ({ id, version }: Order): string => etag('order', id, version);
