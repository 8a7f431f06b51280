import { defineEvent, type DomainEvent, EVENT_CONTENT_TYPE, stamp, type Stream } from '@app/contracts';
import type { Message } from 'amqplib';
import { v7 } from 'uuid';
import { z } from 'zod';
import { LetterGroups } from './letter-groups.js';
import { letterOf } from './letter.js';

const stream: Stream = { name: 'thing', publisher: 'order', subject: 'thing id' };
const data = z.object({ note: z.string() });
const ThingMade = defineEvent({ type: 'thing.made', version: 1, stream, description: 'For specs.', data });
const origin = {
  queue: 'inventory.thing',
  contracts: new Map([[ThingMade.type, ThingMade]]),
  subscription: { subscriber: 'inventory' as const, stream, handles: [ThingMade], ignores: [] },
};

const letter = (
  body: string | Buffer,
  headers: Record<string, unknown> = {},
  messageId: unknown = 'an id',
) => {
  const properties = { headers, messageId, contentType: EVENT_CONTENT_TYPE };
  return letterOf({ content: Buffer.from(body), properties, fields: {} } as unknown as Message, origin);
};
const made: DomainEvent = stamp(ThingMade.of({ id: 'a thing', version: 3 }, { note: '' }), {
  id: v7(),
  time: new Date(),
  cause: { tenant: 'default', correlationid: 'x' },
});

describe('a dead letter', () => {
  it('says what it is about even when its data breaks the contract', () => {
    expect(letter(JSON.stringify({ ...made, data: 7 }))).toMatchObject({
      type: 'thing.made',
      event: { id: made.id, stream: 'thing', subject: 'a thing', sequence: 3 },
    });
  });

  it.each([
    ['no JSON', '{"almost'],
    ['no event', '{}'],
    ['an event of another queue', JSON.stringify({ ...made, type: 'lonely.cried' })],
    ['longer than is read', JSON.stringify({ ...made, data: 'x'.repeat(262_144) })],
    ['nested beyond reading', '['.repeat(262_144)],
    ['no text', Buffer.from([0, 255])],
  ])('is about nothing when it is %s', (_, body) => {
    expect(letter(body).event).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>, object]>([
    ['the broker', { 'x-death': [{ reason: 'delivery_limit' }] }, { code: 'delivery-limit' }],
    [
      'a consumer without room',
      { 'x-death': [{ reason: 'rejected' }], 'x-first-death-reason': 'rejected' },
      { code: 'too-large' },
    ],
    ['somebody by hand', {}, { code: 'unknown', attempts: 0, replays: 0 }],
    [
      'somebody who lies',
      { 'x-error-code': {}, 'x-attempts': -1, 'x-replays': 'many', 'x-first-failed-at': 'yesterday' },
      { code: 'unknown', attempts: 0, replays: 0, firstFailedAt: undefined },
    ],
  ])('that %s put there has a code all the same', (_, headers, expected) => {
    expect(letter('', headers)).toMatchObject(expected);
  });

  it('that came without an id is known by its body', () => {
    const [one, same, other] = [letter('a', {}, null), letter('a', {}, null), letter('b', {}, null)];
    expect(one.id).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(same.id).toBe(one.id);
    expect(other.id).not.toBe(one.id);
  });

  it('is counted even when there are more ways to fail than can be told apart', () => {
    const groups = new LetterGroups();
    for (let way = 0; way < 1_200; way++) groups.add(letter('', { 'x-error-code': `way ${way}` }));
    expect({ count: groups.count, overflown: groups.overflown }).toEqual({ count: 1_200, overflown: true });
    expect(groups.sorted()).toHaveLength(1_000);
  });
});
