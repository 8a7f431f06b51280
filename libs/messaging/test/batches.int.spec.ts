import {
  batchOf,
  type DomainEvent,
  EVENT_BATCH_CONTENT_TYPE,
  EVENT_CONTENT_TYPE,
  type EventDraft,
  eventsIn,
  stamp,
} from '@app/contracts';
import { until } from '@app/testing';
import type { GetMessage } from 'amqplib';
import { v7 } from 'uuid';
import { cause, type Instance, ThingMade, ThingUsed, useSystem } from './fixture.js';

const made = (id: string) => ThingMade.of({ id, version: 1 }, { note: 'made' });
const used = (id: string) => ThingUsed.of({ id, version: 2 }, { note: 'used' });
const eventOf = (draft: EventDraft): DomainEvent =>
  stamp(draft, { id: v7(), time: new Date(), cause: cause() });
const ids = (count: number): string[] => Array.from({ length: count }, () => v7());

describe('events that are published together', () => {
  const system = useSystem();
  const theInbound = ({ topology }: Instance) => {
    const [inbound] = topology.inbound;
    if (!inbound) throw new Error('no subscription');
    return inbound;
  };
  const publish = ({ transactions }: Instance, drafts: readonly EventDraft[]) =>
    transactions.run(cause(), async (tx) => tx.publish(...drafts));
  const handled = (id: string, count = 1) =>
    until(`${id} is handled`, async () => (await system.effects(id)).length === count);
  const deadLetter = (queue: string): Promise<GetMessage> =>
    until('there is a dead letter', () => system.probe.take(queue));
  const deliver = (queue: string, elements: readonly string[]) =>
    system.probe.publish('', queue, batchOf(elements), { contentType: EVENT_BATCH_CONTENT_TYPE });
  const isEmpty = (queue: string) =>
    until(`${queue} is empty`, async () => (await system.probe.depth(queue)) === 0);

  it('travel as one message, and are handled each by itself', async () => {
    const teller = await system.start({ consume: false });
    const inbound = theInbound(teller);
    const things = ids(10);
    await publish(
      teller,
      things.flatMap((id) => [made(id), used(id)]),
    );
    const messages = await until('they are there', async () => {
      return (await system.probe.depth(inbound.queue)) >= 2 && [1, 2];
    });
    const [first, second] = await Promise.all(messages.map(() => system.probe.take(inbound.queue)));
    expect(await system.probe.depth(inbound.queue)).toBe(0);
    expect(first?.properties).toMatchObject({ type: 'thing.made', contentType: EVENT_BATCH_CONTENT_TYPE });
    expect(eventsIn(first?.content ?? Buffer.alloc(0))).toHaveLength(10);

    await system.start();
    for (const message of [second, first])
      await system.probe.publish('', inbound.queue, message?.content ?? '', message?.properties);
    for (const id of things) await handled(id, 2);
    expect((await system.effects(things[0] ?? '')).map(({ type }) => type)).toEqual([
      'thing.made',
      'thing.used',
    ]);
    await isEmpty(inbound.queue);
  });

  it('travel one by one when that is asked for', async () => {
    const teller = await system.start({ consume: false, outboxEventsPerMessage: 1 });
    const inbound = theInbound(teller);
    await publish(teller, ids(3).map(made));
    await until('they are there', async () => (await system.probe.depth(inbound.queue)) === 3);
    const message = await system.probe.take(inbound.queue);
    expect(message?.properties.contentType).toBe(EVENT_CONTENT_TYPE);
  });

  it('are tried again and given up each by itself', async () => {
    const instance = await system.start();
    const inbound = theInbound(instance);
    const things = ids(8);
    const [cursed, ...others] = things as [string, ...string[]];
    system.interferences.before = (batch) => {
      if (batch.some(({ subject }) => subject === cursed)) throw new Error('out of order');
    };
    await publish(instance, things.map(made));
    const letter = await deadLetter(inbound.deadLetters);
    for (const id of others) await handled(id);
    expect(letter.properties.contentType).toBe(EVENT_CONTENT_TYPE);
    expect(letter.properties.headers).toMatchObject({ 'x-attempts': 3, 'x-origin-queue': inbound.queue });
    expect(JSON.parse(letter.content.toString())).toMatchObject({ type: 'thing.made', subject: cursed });
    expect(await system.effects(cursed)).toEqual([]);
    await isEmpty(inbound.queue);
    expect(await system.probe.depth(inbound.deadLetters)).toBe(0);
  });

  it('do not suffer from one among them that nobody can read', async () => {
    const inbound = theInbound(await system.start());
    const [one, two] = ids(2) as [string, string];
    const text = (id: string): string => JSON.stringify(eventOf(made(id)));
    await deliver(inbound.queue, [text(one), 'nonsense', text(two)]);
    const letter = await deadLetter(inbound.deadLetters);
    expect(letter.content.toString()).toBe('nonsense');
    expect(letter.properties.headers).toMatchObject({ 'x-error-code': 'bad-json' });
    await Promise.all([handled(one), handled(two)]);
    await isEmpty(inbound.queue);
  });

  it('are a dead letter when they cannot be told apart', async () => {
    const inbound = theInbound(await system.start());
    const tooMany = Array.from({ length: 501 }, () => JSON.stringify(1));
    await deliver(inbound.queue, tooMany);
    const letter = await deadLetter(inbound.deadLetters);
    expect(letter.properties.headers).toMatchObject({ 'x-error-code': 'bad-envelope' });
    expect(letter.content.toString()).toBe(batchOf(tooMany));
  });
});
