import { z } from 'zod';
import type { Letter } from '../letter.js';

const time = z.iso.datetime().optional();

/** A dead letter without its body. */
export const letterHead = z.object({
  id: z.string().describe("The message's id; of one that has none, a hash of its body."),
  queue: z.string().describe('Where it failed, and where a replay sends it.'),
  type: z.string().optional(),
  eventId: z.string().optional(),
  subject: z.string().optional().describe('Absent when it does not read as an event of its queue.'),
  sequence: z.int().optional(),
  code: z.string(),
  reason: z.string(),
  fingerprint: z.string(),
  attempts: z.int().describe('How often it failed since it was published or replayed.'),
  replays: z.int().describe('How often it has been replayed.'),
  firstFailedAt: time,
  lastFailedAt: time,
});
export type LetterHead = z.output<typeof letterHead>;

export const LETTER_EXAMPLE = {
  id: '01980000-0000-7000-8000-0000000000aa',
  queue: 'inventory.order',
  type: 'order.created',
  eventId: '01980000-0000-7000-8000-0000000000aa',
  subject: '01980000-0000-7000-8000-000000000001',
  sequence: 1,
  code: '23514',
  reason: 'new row for relation "products" violates check constraint',
  fingerprint: '3f0c9d1b7a42',
  attempts: 4,
  replays: 0,
  firstFailedAt: '2026-01-02T09:30:00.000Z',
  lastFailedAt: '2026-01-02T09:30:31.000Z',
};

/** A dead letter with its headers and as much of its body as fits. */
export const letterResponse = letterHead
  .extend({
    bytes: z.int().describe('Length of the body.'),
    headers: z.record(z.string(), z.unknown()),
    body: z.unknown().optional().describe('The body, if it is JSON and not too long.'),
    text: z.string().optional().describe('Otherwise its beginning, as text.'),
    base64: z.string().optional().describe('And the same beginning as it is.'),
  })
  .meta({ examples: [{ ...LETTER_EXAMPLE, bytes: 2, headers: { 'x-attempts': 4 }, body: {} }] });
export type LetterResponse = z.output<typeof letterResponse>;

/** What there is to say of a letter in a line. */
export function answerHead({
  event,
  message: _,
  ...letter
}: Omit<Letter, 'message'> & { message?: unknown }): LetterHead {
  const place = event && { eventId: event.id, subject: event.subject, sequence: event.sequence };
  return { ...letter, ...place };
}

/** A letter as it is answered: at most a mebibyte of it. */
export function answerLetter(letter: Letter): LetterResponse {
  const { content, properties } = letter.message;
  return {
    ...answerHead(letter),
    bytes: content.length,
    headers: readable(properties.headers ?? {}) as Record<string, unknown>,
    ...bodyOf(content),
  };
}

const JSON_LIMIT_BYTES = 1_048_576;
const SHOWN_BYTES = 16_384;

function bodyOf(content: Buffer): Pick<LetterResponse, 'body' | 'text' | 'base64'> {
  if (content.length <= JSON_LIMIT_BYTES) {
    try {
      const body: unknown = JSON.parse(content.toString('utf8'));
      JSON.stringify(body); // of what nests too deep, nobody could be told
      return { body };
    } catch {
      // Shown as it is.
    }
  }
  const start = content.subarray(0, SHOWN_BYTES);
  return { text: start.toString('utf8'), base64: start.toString('base64') };
}

/** Headers as JSON can say them. */
function readable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item)) ?? 'null',
  ) as unknown;
}
