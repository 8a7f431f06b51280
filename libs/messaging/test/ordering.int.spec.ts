import { type DomainEvent, type EventDraft, stamp } from '@app/contracts';
import { until } from '@app/testing';
import { v7 } from 'uuid';
import { cause, ThingMade, ThingUsed, useSystem } from './fixture.js';

const made = (id: string) => ThingMade.of({ id, version: 1 }, { note: '1' });
const used = (id: string, version: number) => ThingUsed.of({ id, version }, { note: String(version) });
const eventOf = (draft: EventDraft): DomainEvent =>
  stamp(draft, { id: v7(), time: new Date(), cause: cause() });

describe('the sequenced inbox', () => {
  const system = useSystem();
  const deliver = async (exchange: string, events: readonly DomainEvent[]) => {
    for (const event of events) await system.probe.publish(exchange, event.type, JSON.stringify(event));
  };
  const sequencesOf = async (id: string) => (await system.effects(id)).map(({ sequence }) => sequence);
  const parked = () =>
    system.database.query<{ subject: string; sequence: number }>(
      'SELECT subject, sequence FROM parked_events',
    );

  it('handles an event once however often it is delivered', async () => {
    const { topology } = await system.start();
    const id = v7();
    const event = eventOf(made(id));

    await deliver(topology.events, [event, event, event, eventOf(used(id, 2)), event]);

    await until('the second is handled', async () => (await sequencesOf(id)).includes(2));
    expect(await sequencesOf(id)).toEqual([1, 2]);
  });

  it('parks what comes early and handles it right after its predecessor', async () => {
    const { topology } = await system.start();
    const id = v7();
    await deliver(
      topology.events,
      [4, 3, 2].map((version) => eventOf(used(id, version))),
    );
    await until('three are parked', async () => (await parked()).length === 3);
    expect(await sequencesOf(id)).toEqual([]);

    await deliver(topology.events, [eventOf(made(id))]);

    await until('all are handled', async () => (await sequencesOf(id)).length === 4);
    expect(await sequencesOf(id)).toEqual([1, 2, 3, 4]);
    expect(await parked()).toEqual([]);
  });

  it('parks an event as it came, with fields that this build does not know', async () => {
    const { topology } = await system.start();
    const id = v7();
    const event = eventOf(used(id, 2));
    const sent = { ...event, novelty: 1, data: { note: 'newer', colour: 'red' } };
    await deliver(topology.events, [sent]);

    const { body } = await until('it is parked', async () => {
      const [row] = await system.database.query<{ body: string }>(
        'SELECT body FROM parked_events WHERE subject = $1',
        [id],
      );
      return row;
    });
    expect(JSON.parse(body)).toEqual(sent);

    await deliver(topology.events, [eventOf(made(id))]);
    await until('both are handled', async () => (await sequencesOf(id)).length === 2);
    expect((await system.effects(id))[1]).toMatchObject({ note: 'newer' });
  });

  it('releases across a restart: nothing that waits is in memory', async () => {
    const id = v7();
    const first = await system.start();
    await deliver(first.topology.events, [eventOf(used(id, 2))]);
    await until('it is parked', async () => (await parked()).length === 1);
    await first.stop();

    const second = await system.start();
    await deliver(second.topology.events, [eventOf(made(id))]);
    await until('both are handled', async () => (await sequencesOf(id)).length === 2);
  });

  it('keeps each stream in order when two instances receive everything twice and shuffled', async () => {
    const { topology } = await system.start({ broker: { ...system.broker, prefetch: 7 } });
    await system.start({ broker: { ...system.broker, prefetch: 5 } });
    const ids = Array.from({ length: 40 }, () => v7());
    const events = ids.flatMap((id) =>
      [made(id), used(id, 2), used(id, 3), used(id, 4), used(id, 5)].map(eventOf),
    );

    await deliver(topology.events, shuffled([...events, ...events]));

    for (const id of ids) {
      await until('all five are handled', async () => (await sequencesOf(id)).length >= 5);
      expect(await sequencesOf(id)).toEqual([1, 2, 3, 4, 5]);
    }
    await until('nothing is parked', async () => (await parked()).length === 0);
  });

  it('releases an event although an earlier release of it has not left the outbox', async () => {
    const { topology } = await system.start();
    const id = v7();
    const third = eventOf(used(id, 3));
    await system.database.query(
      `INSERT INTO outbox_events (id, exchange, routing_key, type, correlation_id, body, available_at)
       VALUES ($1, '', 'elsewhere', 't', 'c', '{}', now() + interval '1 hour')`,
      [third.id],
    );
    await deliver(topology.events, [third]);
    await until('it is parked', async () => (await parked()).length === 1);

    await deliver(topology.events, [eventOf(made(id)), eventOf(used(id, 2))]);

    await until('all are handled', async () => (await sequencesOf(id)).length === 3);
    await system.database.query('DELETE FROM outbox_events WHERE id = $1', [third.id]);
  });

  it('clears away a parked copy whose original was quicker', async () => {
    const { topology } = await system.start();
    const id = v7();
    const second = eventOf(used(id, 2));
    await deliver(topology.events, [eventOf(made(id)), second]);
    await until('both are handled', async () => (await sequencesOf(id)).length === 2);
    await system.database.query(
      `INSERT INTO parked_events (stream, subject, sequence, event_id, body) VALUES ('thing', $1, 2, $2, $3)`,
      [id, second.id, JSON.stringify(second)],
    );

    await deliver(topology.events, [eventOf(used(id, 3))]);

    await until('the copy is gone', async () => (await parked()).length === 0);
    expect(await sequencesOf(id)).toEqual([1, 2, 3]);
  });
});

function shuffled<T>(items: readonly T[]): T[] {
  const left = [...items];
  // Any order will do, but the same every time: 7919 is a prime that shares no factor with the lengths used.
  return Array.from({ length: left.length }, (_, index) =>
    left.splice((index * 7919) % left.length, 1),
  ).flat();
}
