import type { MessagePropertyHeaders } from 'amqplib';
import { copyHeaders, copyOptions } from '../connection/copy-options.js';
import type { Outgoing } from '../connection/publisher.js';
import { type Letter, REPLAYS } from './letter.js';

// They are about the attempts that are over. The first failure stays: it says since when the event has waited.
const FORGOTTEN = new Set([
  'x-attempts',
  'x-last-failed-at',
  'x-error-code',
  'x-error',
  'x-error-fingerprint',
  'x-origin-queue',
]);

/**
 * The message that goes back to the queue in which it failed, by the queue's name, so that no other subscriber sees it
 * again. Its id and body are those of the letter; it has all its attempts again.
 */
export const replayCopy = ({ id, queue, replays, message: { content, properties } }: Letter): Outgoing => ({
  exchange: '',
  routingKey: queue,
  body: content,
  options: {
    ...copyOptions(properties),
    headers: { ...withoutFailure(copyHeaders(properties.headers)), [REPLAYS]: replays + 1 },
    messageId: id,
  },
});

const withoutFailure = (headers: MessagePropertyHeaders): MessagePropertyHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !FORGOTTEN.has(name)));
