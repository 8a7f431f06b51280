import { type Choreography, defineEvent, type EventOf, formerly } from '@app/contracts';
import { until } from '@app/testing';
import { Inject } from '@nestjs/common';
import { v7 } from 'uuid';
import { z } from 'zod';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '../src/index.js';
import {
  cause,
  CHOREOGRAPHY,
  type Instance,
  Interferences,
  RecordOnThingMade,
  RecordOnThingUsed,
  ThingMade,
  ThingSeen,
  ThingUsed,
  useSystem,
} from './fixture.js';

const SUBJECTS = 60;
const PER_SUBJECT = 4;

const { type, stream, description } = ThingUsed;

/** With a field more, which those who do not know it ignore. */
const ThingUsedAndBy = defineEvent({
  type,
  version: 1,
  stream,
  description,
  data: z.object({ note: z.string(), by: z.string().optional() }),
});
/** With other fields, which nobody can read who is not told how. */
const ThingUsedAnew = defineEvent({
  type,
  version: 2,
  stream,
  description,
  data: z.object({ notes: z.array(z.string()) }),
  former: [formerly(1, z.object({ note: z.string() }), ({ note }) => ({ notes: [note] }))],
});

const withUsed = (used: Choreography['contracts'][number]): Choreography => ({
  contracts: [ThingMade, used, ThingSeen],
  subscriptions: CHOREOGRAPHY.subscriptions.map((subscription) => ({
    ...subscription,
    handles: [ThingMade, used],
  })),
});

/** Publishes one step of a thing. */
type Step = (id: string, version: number) => Promise<void>;

@HandlesEvent(ThingUsedAnew)
class RecordOnThingUsedAnew implements EventHandler<EventOf<typeof ThingUsedAnew>> {
  private readonly before: RecordOnThingUsed;

  constructor(@Inject(Interferences) interferences: Interferences) {
    this.before = new RecordOnThingUsed(interferences);
  }

  async handle(batch: EventBatch<EventOf<typeof ThingUsedAnew>>, tx: Tx): Promise<void> {
    const [first, ...rest] = batch.map((event) => ({
      ...event,
      data: { note: `${event.dataschema.at(-1)}: ${event.data.notes.join()}` },
    }));
    if (first) await this.before.handle([first, ...rest], tx);
  }
}

describe('an upgrade, with instances of both versions on the same queues', () => {
  const system = useSystem();

  const deadLetters = async ({ topology }: Instance): Promise<number> => {
    const depths = topology.inbound.map(({ deadLetters: queue }) => system.probe.depth(queue));
    return (await Promise.all(depths)).reduce((sum, depth) => sum + depth, 0);
  };

  /** Steps of many subjects, taken by one publisher and the other in turn, a transaction each. */
  async function publish(one: Step, other: Step): Promise<string[]> {
    const subjects = Array.from({ length: SUBJECTS }, () => v7());
    for (let version = 1; version <= PER_SUBJECT; version += 1)
      await Promise.all(subjects.map((id, at) => ((at + version) % 2 === 0 ? one : other)(id, version)));
    return subjects;
  }

  async function effectsOf(subjects: readonly string[]): Promise<{ sequence: number; note: string }[][]> {
    const handled = 'SELECT subject, count(*)::int AS n FROM effects WHERE subject = ANY($1) GROUP BY 1';
    await until('every event is handled', async () => {
      const rows = await system.database.query<{ n: number }>(handled, [subjects]);
      return rows.length === SUBJECTS && rows.every(({ n }) => n === PER_SUBJECT);
    });
    return Promise.all(subjects.map((subject) => system.effects(subject)));
  }

  const inOrder = Array.from({ length: PER_SUBJECT }, (_, at) => ({ sequence: at + 1 }));

  it('lets a field be added: whoever does not know it ignores it, whoever does can do without', async () => {
    const before = await system.start({ choreography: withUsed(ThingUsed) });
    const after = await system.start({ choreography: withUsed(ThingUsedAndBy) });

    const subjects = await publish(
      (id, version) =>
        before.transactions.run(cause(), async (tx) => {
          tx.publish(ThingUsed.of({ id, version }, { note: 'before' }));
        }),
      (id, version) =>
        after.transactions.run(cause(), async (tx) => {
          tx.publish(ThingUsedAndBy.of({ id, version }, { note: 'after', by: 'somebody' }));
        }),
    );

    for (const effects of await effectsOf(subjects)) expect(effects).toMatchObject(inOrder);
    expect(await deadLetters(after)).toBe(0);
  });

  it('lets a contract have another version, once every subscriber reads both', async () => {
    const publisherBefore = await system.start({ choreography: withUsed(ThingUsed), consume: false });
    const anew = {
      choreography: withUsed(ThingUsedAnew),
      controllers: [RecordOnThingMade, RecordOnThingUsedAnew],
    };
    const [one, other] = [await system.start(anew), await system.start(anew)];

    const subjects = await publish(
      (id, version) =>
        publisherBefore.transactions.run(cause(), async (tx) => {
          tx.publish(ThingUsed.of({ id, version }, { note: 'before' }));
        }),
      (id, version) =>
        other.transactions.run(cause(), async (tx) => {
          tx.publish(ThingUsedAnew.of({ id, version }, { notes: ['after'] }));
        }),
    );

    const notes = new Set<string>();
    for (const effects of await effectsOf(subjects)) {
      expect(effects).toMatchObject(inOrder);
      for (const { note } of effects) notes.add(note);
    }
    expect([...notes].toSorted()).toEqual(['2: after', '2: before']);
    expect(await deadLetters(one)).toBe(0);
  });

  it('keeps what came too early among the dead letters, with what follows it behind', async () => {
    const before = await system.start({ choreography: withUsed(ThingUsed) });
    const after = await system.start({ choreography: withUsed(ThingUsedAnew), consume: false });
    const id = v7();

    await after.transactions.run(cause(), async (tx) => {
      tx.publish(ThingUsedAnew.of({ id, version: 1 }, { notes: ['early'] }));
      tx.publish(ThingMade.of({ id, version: 2 }, { note: 'behind it' }));
    });

    await until('it is a dead letter', async () => (await deadLetters(before)) === 1);
    expect(await system.effects(id)).toEqual([]);
  });
});
