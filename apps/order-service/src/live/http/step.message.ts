import { eventMessage } from '@app/platform';
import { beforeTransaction, encodePlace } from '../domain/feed-place.js';
import type { FeedStep } from '../domain/step.js';

const dataOf = ({ orderId, customerId, entry }: FeedStep) => ({ orderId, customerId, ...entry });

/** Each step is written down once for all the streams that it goes to. */
function once(write: (step: FeedStep) => string): (step: FeedStep) => string {
  const written = new WeakMap<FeedStep, string>();
  return (step) => {
    const message = written.get(step) ?? write(step);
    written.set(step, message);
    return message;
  };
}

/** A step as an event in the stream of its order: the id is the version. */
export const orderMessage = once((step) =>
  eventMessage(String(step.entry.version), step.entry.event, dataOf(step)),
);

/** A step as an event in the stream of all orders: the id is its place. */
export const feedMessage = once((step) =>
  eventMessage(encodePlace(step.place), step.entry.event, dataOf(step)),
);

const SHIPPED: FeedStep = {
  place: { transaction: 90_412n, position: 1_297n },
  orderId: '0198c0df-0a1b-7c2d-8e3f-405162738495',
  customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
  entry: {
    version: 3,
    event: 'order.shipped',
    from: 'CONFIRMED',
    to: 'SHIPPED',
    at: '2026-01-03T16:05:00.000Z',
    who: 'admin',
  },
};

export const ORDER_STREAM_EXAMPLE = `retry: 2000\n\n${orderMessage(SHIPPED)}:\n\n`;
export const FEED_EXAMPLE = `retry: 2000\n\n:\nid: ${encodePlace(beforeTransaction(90_412n))}\n\n${feedMessage(SHIPPED)}:\n\n`;
