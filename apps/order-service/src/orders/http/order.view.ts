import { cancellationCode, refundCause, shortage } from '@app/contracts';
import { z } from 'zod';
import { ORDER_STATUSES } from '../domain/order-lifecycle.js';
import { SAGA_STEPS } from '../domain/saga-state.js';
import { address } from './fields.js';

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

const item = z.object({ productId: z.string(), name: z.string(), quantity: z.int(), price: z.number() });

const paymentView = z.object({
  required: z.literal(true),
  status: z.enum(['EXPECTED', 'DUE', 'PAID', 'EXPIRED']).meta({
    description: 'EXPECTED until the stock is held, DUE until it is PAID or the order ends before (EXPIRED).',
  }),
  link: z.string().optional().meta({ description: 'Where the customer pays.' }),
  expiresAt: time.optional(),
  transactionId: z.string().optional(),
  paidAt: time.optional(),
});

const refundView = z.object({
  transactionId: z.string(),
  amount: z.number(),
  currency: z.string(),
  cause: refundCause,
  at: time,
  settledAt: time.optional().meta({ description: 'When it was given back; absent while it is owed.' }),
});

const changeView = z.object({
  id: z.uuid(),
  status: z.enum(['PENDING', 'APPLIED', 'REFUSED', 'DROPPED']),
  items: z.array(item),
  totalAmount: z.number(),
  requestedAt: time,
  decidedAt: time.optional(),
  reason: z.string().optional().meta({ description: 'Why it was refused, for the customer to read.' }),
  shortages: z.array(shortage).optional(),
});

/** An order as the API shows it; prices and the total are decimal numbers in `currency`. */
export const orderView = z
  .object({
    id: z.uuid(),
    version: z.int().meta({ description: 'Counts the steps of the order; the ETag changes with it.' }),
    customerId: z.uuid(),
    items: z.array(item),
    totalAmount: z.number(),
    currency: z.string(),
    status,
    contact: z.object({ email: z.string().optional(), phone: z.string().optional() }).optional(),
    notes: z.string().optional(),
    shippingAddress: address.optional(),
    payment: paymentView.optional().meta({ description: 'Absent if it is served without being paid first.' }),
    refunds: z.array(refundView).optional().meta({ description: 'What has to be given back.' }),
    change: changeView.optional().meta({ description: 'The latest change of its goods.' }),
    cancellation: z.object({ code: cancellationCode, reason: z.string() }).optional(),
    shipping: z
      .object({
        carrier: z.string().optional(),
        trackingNumber: z.string().optional(),
        trackingCompany: z.string().optional(),
      })
      .optional(),
    delivery: z.object({ deliveredAt: time, signature: z.string().optional() }).optional(),
    completion: z.object({ completedAt: time, transactionId: z.string().optional() }).optional(),
    createdAt: time,
    updatedAt: time,
    deletedAt: time.optional(),
  })
  .meta({ example });
export type OrderView = z.output<typeof orderView>;

/** A page of orders. */
export const orderViews = z.array(orderView).meta({ example: [example] });

/** One step of an order: from which status to which, when, who took it and why. */
const historyView = z.object({
  version: z.int(),
  event: z.string().meta({ description: 'The event that told of the step.' }),
  from: status.nullable(),
  to: status,
  at: time,
  who: z.string(),
  why: z.string().optional(),
  code: cancellationCode.optional(),
  causedBy: z
    .object({ id: z.uuid(), type: z.string(), sequence: z.int(), at: time })
    .optional()
    .meta({ description: 'The event of another service that led to the step.' }),
});

const sagaView = z.object({
  step: z.enum(SAGA_STEPS),
  waitingFor: z.array(z.string()).meta({ description: 'The events that would take it on.' }),
  since: time,
});

/** An order by id: with its history, oldest step first, and where its saga stands. */
export const orderWithHistoryView = orderView.extend({ history: z.array(historyView), saga: sagaView }).meta({
  example: {
    ...example,
    saga: { step: 'SERVING', waitingFor: [], since: example.updatedAt },
    history: [
      {
        version: 1,
        event: 'order.created',
        from: null,
        to: 'PENDING',
        at: example.createdAt,
        who: `customer:${example.customerId}`,
      },
      {
        version: 2,
        event: 'order.confirmed',
        from: 'PENDING',
        to: 'CONFIRMED',
        at: '2026-01-02T09:30:00.120Z',
        who: 'service:inventory',
        causedBy: {
          id: '0198c0df-0a8f-7d3e-9f40-516273849506',
          type: 'inventory.reserved',
          sequence: 1,
          at: '2026-01-02T09:30:00.085Z',
        },
      },
      {
        version: 3,
        event: 'order.shipped',
        from: 'CONFIRMED',
        to: 'SHIPPED',
        at: example.updatedAt,
        who: 'anonymous',
      },
    ],
  },
});
export type OrderWithHistoryView = z.output<typeof orderWithHistoryView>;
