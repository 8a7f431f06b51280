import { traceWith } from '@app/platform';
import { until } from '@app/testing';
import { v7 } from 'uuid';
import { recordingTracer } from '../../platform/test/recording-tracer.js';
import { cause, ThingMade, ThingUsed, useSystem } from './fixture.js';

describe('a traced event', () => {
  const system = useSystem();
  let tracer: ReturnType<typeof recordingTracer>;
  beforeEach(() => traceWith((tracer = recordingTracer())));
  afterEach(() => traceWith(undefined));

  const spansOf = (subject: string, operation: string) =>
    tracer.spans.filter(
      ({ attributes }) =>
        attributes['cloudevents.event_subject'] === subject &&
        attributes['messaging.operation.name'] === operation,
    );
  const isHandled = (id: string, times: number) =>
    until('it is handled', async () => (await system.effects(id)).length === times);

  it('is created when its transaction commits, and was not when that fails', async () => {
    const { transactions } = await system.start();
    const [failed, kept] = [v7(), v7()];
    const publish = (id: string, after: () => Promise<void>) =>
      transactions.run(cause(), (tx) => {
        tx.publish(ThingMade.of({ id, version: 1 }, { note: 'x' }));
        return after();
      });
    const refuse = () => system.database.query(`SELECT 1/0`).then(() => undefined);
    await expect(publish(failed, refuse)).rejects.toThrow('division by zero');
    await publish(kept, () => Promise.resolve());
    await isHandled(kept, 1);

    expect(spansOf(failed, 'create').filter(({ end }) => end)).toEqual([]);
    expect(spansOf(kept, 'create').filter(({ end }) => end)).toHaveLength(1);
    const [processed] = spansOf(kept, 'process');
    expect(processed?.attributes['messaging.destination.name']).toMatch(
      /waybill\.events:thing\.made:.*inventory\.thing$/,
    );
  });

  it('follows from its creation however often it is delivered, and when it has waited for its turn', async () => {
    const { transactions } = await system.start();
    const id = v7();
    const publish = (version: number) =>
      transactions.run(cause(), async (tx) => {
        const Thing = version === 1 ? ThingMade : ThingUsed;
        tx.publish(Thing.of({ id, version }, { note: 'x' }));
      });
    await publish(2);
    await until('it is parked', () =>
      spansOf(id, 'process').some(({ told }) => told['waybill.outcome'] === 'parked'),
    );
    await publish(1);
    await isHandled(id, 2);

    const ofSecond = ({ attributes }: { attributes: Readonly<Record<string, unknown>> }) =>
      attributes['cloudevents.event_type'] === 'thing.used';
    const parents = spansOf(id, 'process')
      .filter(ofSecond)
      .map(({ parent }) => parent?.traceparent);
    expect(parents).toHaveLength(2);
    expect(new Set(parents).size).toBe(1);
  });

  it('leads to events that follow from its being handled', async () => {
    const { transactions } = await system.start();
    const id = v7();
    system.interferences.before = ([first], tx) => {
      if (first?.subject === id && first.type === 'thing.made')
        tx.publish(ThingUsed.of({ id, version: 2 }, { note: 'because' }, { causedBy: first }));
    };
    await transactions.run(cause(), async (tx) => {
      tx.publish(ThingMade.of({ id, version: 1 }, { note: 'first' }));
    });
    await isHandled(id, 2);

    const at = tracer.spans.findIndex((span) => span === spansOf(id, 'process')[0]);
    expect(spansOf(id, 'create')[1]?.parent?.traceparent).toContain(String(at + 1).padStart(16, '0'));
  });
});
