import type { MessageProperties, MessagePropertyHeaders, Options } from 'amqplib';

// The client encodes at most 64 KiB of headers, ours among them, and an encoded table is never twice its JSON.
const HEADERS_LIMIT = 32_768;

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
  contentType,
  contentEncoding,
  correlationId,
  type,
  timestamp,
  appId,
});

/**
 * The headers a copy keeps: none of the broker's own, and none at all if they are too many to travel. Whatever is not
 * plain becomes text, since a table or a time from another client may be one that ours cannot encode.
 */
export function copyHeaders(headers: MessagePropertyHeaders | undefined): MessagePropertyHeaders {
  const kept = Object.fromEntries(
    Object.entries(headers ?? {})
      .filter(([name]) => !isBrokers(name))
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
    : (JSON.stringify(value) ?? '');
