import { envelope } from '@app/contracts';
import type { Message, MessagePropertyHeaders } from 'amqplib';
import { createHash } from 'node:crypto';
import { BODY_LIMIT_BYTES } from '../consumer/body-limit.js';
import { attemptsOf } from '../consumer/retry-headers.js';
import type { Inbound } from '../topology/topology.js';

/** How often the message has been replayed, kept in its headers whatever becomes of it. */
export const REPLAYS = 'x-replays';

/** The event in a dead letter, as far as its envelope says: its data may break the contract. */
export interface LetterEvent {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly subject: string;
  readonly sequence: number;
  readonly tenant: string;
}

/** A message that was given up, with what its headers tell of why. */
export interface Letter {
  /** The message's id; of one that came without, a hash of its body. */
  readonly id: string;
  /** The queue in which it failed and to which it can be replayed. */
  readonly queue: string;
  /** What the message says it is, read from its envelope or else from its properties. */
  readonly type: string | undefined;
  /** Absent when the body does not read as an event of its queue. */
  readonly event: LetterEvent | undefined;
  readonly code: string;
  readonly reason: string;
  readonly fingerprint: string;
  readonly attempts: number;
  readonly replays: number;
  readonly firstFailedAt: string | undefined;
  readonly lastFailedAt: string | undefined;
  readonly message: Message;
}

type Origin = Pick<Inbound, 'queue' | 'contracts' | 'subscription'>;

/** Reads a message of a queue of dead letters. Never throws, whatever the bytes and headers. */
export function letterOf(message: Message, origin: Origin): Letter {
  const { content, properties } = message;
  const headers = properties.headers ?? {};
  const event = eventIn(content, origin);
  return {
    id: textOf(properties.messageId) ?? `sha256:${createHash('sha256').update(content).digest('hex')}`,
    queue: origin.queue,
    type: event?.type ?? textOf(properties.type),
    event,
    ...failureIn(headers),
    attempts: attemptsOf(headers),
    replays: replaysOf(headers),
    firstFailedAt: timeOf(headers['x-first-failed-at']),
    lastFailedAt: timeOf(headers['x-last-failed-at']),
    message,
  };
}

function eventIn(body: Buffer, { contracts, subscription }: Origin): LetterEvent | undefined {
  if (body.length > BODY_LIMIT_BYTES) return undefined;
  try {
    const head = envelope.safeParse(JSON.parse(body.toString('utf8')));
    if (!head.success || !contracts.has(head.data.type)) return undefined;
    const { id, type, subject, sequence, tenant } = head.data;
    return { id, type, stream: subscription.stream.name, subject, sequence, tenant };
  } catch {
    return undefined;
  }
}

function failureIn(headers: MessagePropertyHeaders): Pick<Letter, 'code' | 'reason' | 'fingerprint'> {
  const code = textOf(headers['x-error-code']);
  if (code !== undefined)
    return {
      code,
      reason: textOf(headers['x-error']) ?? '',
      fingerprint: textOf(headers['x-error-fingerprint']) ?? code,
    };
  // No handler has failed: the broker put it here.
  if (headers['x-death'] === undefined) return unspoken('unknown', 'nothing says why it is here');
  // A consumer rejects nothing but what it has no room for.
  return headers['x-first-death-reason'] === 'rejected'
    ? unspoken('too-large', 'too many large bodies came at once')
    : unspoken('delivery-limit', 'whoever took it went away, too many times');
}

const unspoken = (code: string, reason: string) => ({ code, reason, fingerprint: code });

function replaysOf(headers: MessagePropertyHeaders): number {
  const replays: unknown = headers[REPLAYS];
  return typeof replays === 'number' && Number.isSafeInteger(replays) && replays > 0 ? replays : 0;
}

const LONGEST_TEXT = 500;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, LONGEST_TEXT) : undefined;

function timeOf(value: unknown): string | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
