import type { MessageProperties, MessagePropertyHeaders, Options } from 'amqplib';

// The client encodes at most 64 KiB of headers, ours among them, and an encoded table is never twice its JSON.
const HEADERS_LIMIT = 32_768;
// A short string of AMQP, such as the name of a header.
const SHORT_STRING_LIMIT = 255;

/**
 * What of a message's properties its copy keeps: what describes it, nothing that tells the broker what to do. A foreign
 * user id would close our channel, an expiration would lose the copy, and CC would send it to others as well.
 */
export const copyOptions = ({
  contentType,
  contentEncoding,
  correlationId,
  type,
  timestamp,
  appId,
}: MessageProperties): Options.Publish => ({
  contentType: shortText(contentType),
  contentEncoding: shortText(contentEncoding),
  correlationId: shortText(correlationId),
  type: shortText(type),
  timestamp: Number.isSafeInteger(timestamp) ? (timestamp as number) : undefined,
  appId: shortText(appId),
});

/** A property that can be sent again: bytes that are no UTF-8 have become up to three times as many when they were read. */
export const shortText = (value: unknown): string | undefined =>
  typeof value === 'string' && travels(value) ? value : undefined;

const travels = (text: string): boolean => Buffer.byteLength(text) <= SHORT_STRING_LIMIT;

/**
 * The headers a copy keeps: none of the broker's own, and none at all if they are too many to travel. Whatever is not
 * plain becomes text, since a table or a time from another client may be one that ours cannot encode.
 */
export function copyHeaders(headers: MessagePropertyHeaders | undefined): MessagePropertyHeaders {
  const kept = Object.fromEntries(
    Object.entries(headers ?? {})
      .filter(([name]) => !isBrokers(name) && travels(name))
      .map(([name, value]) => [name, plain(value)]),
  );
  return Buffer.byteLength(JSON.stringify(kept)) > HEADERS_LIMIT ? {} : kept;
}

const isBrokers = (name: string): boolean =>
  ['x-death', 'x-delivery-count', 'CC', 'BCC'].includes(name) ||
  name.startsWith('x-first-death-') ||
  name.startsWith('x-last-death-');

const plain = (value: unknown): string | number | boolean =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value)
    ? (value as string | number | boolean)
    : textOf(value);

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return ''; // nested more deeply than the stack is high
  }
}
