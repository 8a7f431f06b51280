import type {
  CancellationCode,
  Money,
  OrderCancelled,
  OrderConfirmed,
  OrderCreated,
  OrderDelivered,
  OrderLine,
  OrderShipped,
} from '@app/contracts';
import type { Block, Fact, Letter } from './letter.js';

/** What is known of an order apart from the event at hand. An order we never saw placed has neither lines nor total. */
export interface KnownOrder {
  readonly orderId: string;
  readonly email?: string;
  readonly lines: readonly OrderLine[];
  readonly total?: Money;
}

/** To the customer: we have the order, and have promised nothing yet. */
export const orderReceived = (_created: OrderCreated, order: KnownOrder): Letter => ({
  subject: `We have received your order ${order.orderId}`,
  blocks: [
    { paragraph: `Thank you for your order ${order.orderId}.` },
    ...goodsOf(order),
    { paragraph: 'We are making sure that everything is in stock and will write again shortly.' },
  ],
});

/** To the customer: everything is reserved. */
export const orderConfirmed = (_confirmed: OrderConfirmed, order: KnownOrder): Letter => ({
  subject: `Your order ${order.orderId} is confirmed`,
  blocks: [
    {
      paragraph: `Everything you ordered is in stock and reserved for you. Your order number is ${order.orderId}.`,
    },
    ...goodsOf(order),
    { paragraph: 'We will write again as soon as it is on its way.' },
  ],
});

/** To the customer: the goods have left, and how to follow them where that is known. */
export function orderShipped({ data }: OrderShipped, order: KnownOrder): Letter {
  const facts: Fact[] = [];
  if (data.carrier) facts.push(['Carrier', data.carrier]);
  if (data.trackingNumber) facts.push(['Tracking number', data.trackingNumber]);
  return {
    subject: `Your order ${order.orderId} is on its way`,
    blocks: [
      { paragraph: `Your order ${order.orderId} has left our warehouse.` },
      ...(facts.length > 0 ? [{ facts }] : []),
      ...goodsOf(order),
    ],
  };
}

/** To the customer: the goods have arrived, when, and who signed for them. */
export function orderDelivered({ data }: OrderDelivered, order: KnownOrder): Letter {
  const facts: Fact[] = [['Delivered', minuteOf(data.deliveredAt)]];
  if (data.signature) facts.push(['Signed for by', data.signature]);
  return {
    subject: `Your order ${order.orderId} has been delivered`,
    blocks: [{ paragraph: `Your order ${order.orderId} has been delivered.` }, { facts }, ...goodsOf(order)],
  };
}

const CANCELLED_BECAUSE: Readonly<Record<CancellationCode, string>> = {
  INSUFFICIENT_STOCK: 'We are sorry: not everything you ordered is in stock, so we had to cancel your order.',
  PRODUCT_UNAVAILABLE:
    'We are sorry: something you ordered is no longer for sale, so we had to cancel your order.',
  REQUESTED: 'Your order has been cancelled.',
};

/** To the customer: the order will not be served, and why. */
export const orderCancelled = ({ data }: OrderCancelled, order: KnownOrder): Letter => ({
  subject: `Your order ${order.orderId} is cancelled`,
  blocks: [
    { paragraph: CANCELLED_BECAUSE[data.code] },
    {
      facts: [['Order', order.orderId], ...(data.reason === '' ? [] : [['Reason', data.reason] as const])],
    },
    ...goodsOf(order),
  ],
});

const goodsOf = ({ lines, total }: KnownOrder): Block[] =>
  total && lines.length > 0 ? [{ lines, total }] : [];

/** `2026-03-01T10:00:30+01:00` is `2026-03-01 09:00 UTC`. */
const minuteOf = (time: string): string =>
  `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
