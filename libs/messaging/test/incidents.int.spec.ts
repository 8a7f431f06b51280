import { type DomainEvent, type EventDraft, stamp } from '@app/contracts';
import { until } from '@app/testing';
import { v7 } from 'uuid';
import { Retention } from '../src/database/retention.js';
import { type IncidentKind, note } from '../src/incidents/incidents.js';
import { cause, ThingMade, ThingUsed, useSystem } from './fixture.js';

const made = (id: string) => ThingMade.of({ id, version: 1 }, { note: 'made' });
const used = (id: string) => ThingUsed.of({ id, version: 2 }, { note: 'used' });
const eventOf = (draft: EventDraft): DomainEvent =>
  stamp(draft, { id: v7(), time: new Date(), cause: cause() });

class Broken extends Error {
  readonly code = 'broken-thing';
}

interface Row {
  readonly sequence: number;
  readonly kind: IncidentKind;
  readonly times: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

describe('what happens to an event out of the ordinary', () => {
  const system = useSystem();
  const deliver = (exchange: string, event: DomainEvent) =>
    system.probe.publish(exchange, event.type, JSON.stringify(event));
  const incidentsOf = (id: string) =>
    system.database.query<Row>(
      'SELECT sequence, kind, times, detail FROM stream_incidents WHERE subject = $1 ORDER BY sequence, kind',
      [id],
    );
  const known = (id: string, ...kinds: readonly IncidentKind[]) =>
    until(`${kinds.join(', ')} of ${id} is known`, async () => {
      const rows = await incidentsOf(id);
      return kinds.every((kind) => rows.some((row) => row.kind === kind)) && rows;
    });

  it('is nothing when all goes as it should', async () => {
    const { topology } = await system.start();
    const id = v7();
    await deliver(topology.events, eventOf(made(id)));
    await until('it is handled', async () => (await system.effects(id)).length === 1);
    expect(await incidentsOf(id)).toEqual([]);
  });

  it('is known of every try of the ladder and of its end, with the code, the attempts and the fingerprint', async () => {
    const { topology } = await system.start();
    const id = v7();
    system.interferences.before = (batch) => {
      if (batch.some(({ subject }) => subject === id)) throw new Broken('out of order');
    };
    await deliver(topology.events, eventOf(made(id)));

    const detail = {
      type: 'thing.made',
      code: 'broken-thing',
      fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
    };
    await known(id, 'dead-lettered');
    expect(await incidentsOf(id)).toEqual([
      { sequence: 1, kind: 'dead-lettered', times: 1, detail: { ...detail, attempts: 3 } },
      { sequence: 1, kind: 'retried', times: 2, detail: { ...detail, attempts: 2 } },
    ]);
  });

  it('tells how long an event was parked once its predecessor has been handled', async () => {
    const { topology } = await system.start();
    const id = v7();
    await deliver(topology.events, eventOf(used(id)));
    const parked = { sequence: 2, kind: 'parked', times: 1 };
    expect(await known(id, 'parked')).toEqual([{ ...parked, detail: { type: 'thing.used' } }]);

    await deliver(topology.events, eventOf(made(id)));
    await until('both are handled', async () => (await system.effects(id)).length === 2);

    const waitedMs = expect.any(Number);
    expect(await incidentsOf(id)).toEqual([{ ...parked, detail: { type: 'thing.used', waitedMs } }]);
  });

  it('counts what is delivered again', async () => {
    const { topology } = await system.start();
    const id = v7();
    const event = eventOf(made(id));
    for (let delivery = 0; delivery < 3; delivery++) await deliver(topology.events, event);
    const all = await until('two repeats are known', async () => {
      const rows = await incidentsOf(id);
      return rows[0]?.times === 2 && rows;
    });
    expect(all).toEqual([{ sequence: 1, kind: 'repeated', times: 2, detail: { type: 'thing.made' } }]);
  });

  it('is forgotten so many days after it last happened', async () => {
    const { app } = await system.start({ consume: false });
    const [old, fresh] = [v7(), v7()];
    const incident = (subject: string) => ({
      stream: 'thing',
      subject,
      sequence: 1,
      kind: 'repeated' as const,
    });
    await note(system.database, [incident(old), incident(fresh)]);
    await system.database.query(
      `UPDATE stream_incidents SET last_at = now() - make_interval(days => 31) WHERE subject = $1`,
      [old],
    );

    await app.get(Retention).sweep();

    expect(await incidentsOf(old)).toEqual([]);
    expect(await incidentsOf(fresh)).toHaveLength(1);
  });
});
