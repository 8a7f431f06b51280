import { v7 } from 'uuid';
import { until } from '@app/testing';
import { brokerOptions, cause, NobodyCares, ThingMade, ThingSeen, ThingUsed, useSystem } from './fixture.js';

describe('from commit to effect', () => {
  const system = useSystem();

  it('carries an event to its handler once its transaction has committed', async () => {
    const { transactions } = await system.start();
    const thing = v7();

    await transactions.run(cause(), async (tx) => {
      tx.publish(ThingMade.of({ id: thing, version: 1 }, { note: 'hello' }));
    });

    const effects = await until('the event is handled', async () => {
      const found = await system.effects(thing);
      return found.length > 0 && found;
    });
    expect(effects).toMatchObject([{ type: 'thing.made', sequence: 1, note: 'hello' }]);
    await until(
      'the outbox is empty',
      async () => (await system.database.query('SELECT FROM outbox_events')).length === 0,
    );
  });

  it('publishes nothing of a transaction that fails', async () => {
    const { transactions } = await system.start();
    const [failed, marker] = [v7(), v7()];

    await expect(
      transactions.run(cause(), async (tx) => {
        tx.publish(ThingMade.of({ id: failed, version: 1 }, { note: 'never' }));
        await Promise.reject(new Error('changed my mind'));
      }),
    ).rejects.toThrow('changed my mind');
    await transactions.run(cause(), async (tx) => {
      tx.publish(ThingMade.of({ id: marker, version: 1 }, { note: 'after' }));
    });

    await until('a later event is handled', async () => (await system.effects(marker)).length > 0);
    expect(await system.effects(failed)).toEqual([]);
  });

  it('takes batches as often as its service has it, and at once when half of the prefetch has come', async () => {
    const HALF = brokerOptions().prefetch / 2;
    const { transactions } = await system.start({
      outboxEventsPerMessage: 1,
      batches: { everyMs: 600_000, ahead: 0 },
    });
    const tell = (ids: readonly string[]) =>
      transactions.run(cause(), async (tx) => {
        tx.publish(...ids.map((id) => ThingMade.of({ id, version: 1 }, { note: 'made' })));
      });
    const handled = (id: string) =>
      until(`${id} is handled`, async () => (await system.effects(id)).length > 0);
    const [first, second] = [v7(), v7()];
    const batches: string[][] = [];
    system.interferences.before = (batch) => void batches.push(batch.map(({ subject }) => subject));

    await tell([first]);
    await handled(first);
    await tell([second]);
    // Or it would come together with the others at any pace.
    await until('the second has left', async () => {
      return (await system.database.query('SELECT FROM outbox_events')).length === 0;
    });
    await tell(Array.from({ length: HALF - 1 }, () => v7()));
    await handled(second);
    expect(batches.map(({ length }) => length)).toEqual([1, HALF]);
    expect(batches[1]?.[0]).toBe(second);
  });

  it('handles many events of many subjects in few batches and each stream in order', async () => {
    const { transactions } = await system.start();
    const subjects = Array.from({ length: 300 }, () => v7());

    await transactions.run(cause(), async (tx) => {
      for (const id of subjects) {
        tx.publish(
          ThingMade.of({ id, version: 1 }, { note: 'one' }),
          ThingSeen.of({ id, version: 2 }, { note: 'two' }),
          ThingUsed.of({ id, version: 3 }, { note: 'three' }),
        );
      }
    });

    const handled =
      'SELECT subject, array_agg(sequence ORDER BY at) AS sequences, max(batch) AS batch FROM effects WHERE subject = ANY($1) GROUP BY 1';
    const rows = await until('all are handled', async () => {
      const found = await system.database.query<{ sequences: number[]; batch: number }>(handled, [subjects]);
      return (
        found.length === subjects.length && found.every(({ sequences }) => sequences.length === 2) && found
      );
    });
    expect(rows.every(({ sequences }) => sequences.join() === '1,3')).toBe(true);
    expect(Math.max(...rows.map(({ batch }) => batch))).toBeGreaterThan(5);
  });

  it('keeps an event that nobody subscribes to where it can be looked at', async () => {
    const { transactions, topology } = await system.start();
    const id = v7();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

    await transactions.run({ ...cause(), traceparent }, async (tx) => {
      tx.publish(NobodyCares.of({ id, version: 1 }, { note: 'hello?' }));
    });

    const unsubscribed =
      topology.queues.find(({ name }) => name.endsWith('waybill.unsubscribed'))?.name ?? '';
    const message = await until('it is there', () => system.probe.take(unsubscribed));
    const event: unknown = JSON.parse(message.content.toString());
    expect(event).toMatchObject({ type: 'lonely.cried', subject: id });
    expect(message.properties).toMatchObject({
      messageId: (event as { id: string }).id,
      type: 'lonely.cried',
      contentType: 'application/cloudevents+json',
      deliveryMode: 2,
      headers: { traceparent },
    });
    expect(await system.probe.depth(topology.unroutable)).toBe(0);
  });

  it('hands on correlation, causation, tenant and traceparent', async () => {
    const { transactions } = await system.start();
    const thing = v7();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const seen = new Map<string, { id: string }>();
    system.interferences.before = ([first], tx) => {
      if (first?.subject !== thing) return;
      seen.set(first.type, first);
      if (first.type === 'thing.made')
        tx.publish(ThingUsed.of({ id: thing, version: 2 }, { note: 'because' }, { causedBy: first }));
    };
    const origin = { ...cause(), traceparent };

    await transactions.run(origin, async (tx) => {
      tx.publish(ThingMade.of({ id: thing, version: 1 }, { note: 'first' }));
    });

    await until('both are handled', () => seen.size === 2);
    const made = seen.get('thing.made');
    expect(made).toMatchObject(origin);
    expect(seen.get('thing.used')).toMatchObject({ ...origin, causationid: made?.id });
  });
});
