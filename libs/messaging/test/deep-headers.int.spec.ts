import { stamp } from '@app/contracts';
import { nestedHeaders, until } from '@app/testing';
import { v7 } from 'uuid';
import { Broker } from '../src/connection/broker.js';
import { Desk } from './desk.js';
import { cause, type Instance, ThingMade, useSystem } from './fixture.js';

// The client's own decoder comes to 3,000 or so, and the broker takes seconds for 20,000.
const HEADERS = { headers: nestedHeaders(6_000) };

describe('a message whose headers are nested thousands of levels deep', () => {
  const system = useSystem();
  let instance: Instance;
  let queue: string;
  let deadLetters: string;

  beforeEach(async () => {
    instance = await system.start();
    const [inbound] = instance.topology.inbound;
    if (!inbound) throw new Error('no subscription');
    ({ queue, deadLetters } = inbound);
  });

  const connection = () => instance.app.get(Broker).consuming.model;
  const made = () =>
    stamp(ThingMade.of({ id: v7(), version: 1 }, { note: 'made' }), {
      id: v7(),
      time: new Date(),
      cause: cause(),
    });

  it('is handled, as its neighbours are, and ends no connection', async () => {
    const before = connection();
    const events = Array.from({ length: 9 }, made);
    for (const [at, event] of events.entries())
      await system.probe.publishRaw(queue, at % 3 === 1 ? HEADERS : {}, JSON.stringify(event));

    for (const { subject } of events)
      await until('it is handled', async () => (await system.effects(subject)).length === 1);

    expect(before).toBeDefined();
    expect(connection()).toBe(before);
  });

  it('becomes a dead letter that can be looked at and replayed, wherever it lies', async () => {
    const before = connection();
    const desk = new Desk(instance);
    const event = made();
    await system.probe.publishRaw(queue, HEADERS, 'rubbish');
    await system.probe.publishRaw(deadLetters, HEADERS, JSON.stringify(event));
    await desk.holds(2);

    const { groups } = await desk.list();
    await desk.done('replay', { subject: event.subject });

    expect(groups.map(({ code }: { code: string }) => code).sort()).toEqual(['bad-json', 'unknown']);
    expect(await system.effects(event.subject)).toHaveLength(1);
    expect(connection()).toBe(before);
  });
});
