import { until } from '@app/testing';
import { v7 } from 'uuid';
import { EventConsumer } from '../src/consumer/event-consumer.js';
import { cause, ThingMade, useSystem } from './fixture.js';

describe('a consumer that the broker has forgotten', () => {
  const system = useSystem();

  it('consumes anew when it is looked after', async () => {
    const instance = await system.start();
    const consumer = instance.app.get(EventConsumer);
    // The broker knows of no consumer any more, and has told nobody: what is left of one in a cluster that lost a node.
    for (const { live, consumerTag } of consumer['consumers'] as unknown as readonly Forgettable[])
      await live.channel.cancel(consumerTag);
    const id = v7();
    await instance.transactions.run(cause(), async (tx) => {
      tx.publish(ThingMade.of({ id, version: 1 }, { note: 'n' }));
    });

    await consumer.lookAfter();

    await until('the event is handled', async () => (await system.effects(id)).length === 1);
  });

  it('is left alone while the broker knows of it', async () => {
    const instance = await system.start();
    const consumer = instance.app.get(EventConsumer);
    const channels = () =>
      (consumer['consumers'] as unknown as readonly Forgettable[]).map(({ live }) => live.channel);
    const before = channels();

    await consumer.lookAfter();

    expect(channels().every((channel, index) => channel === before[index])).toBe(true);
    expect(consumer.isConsuming).toBe(true);
  });
});

interface Forgettable {
  readonly live: { readonly channel: { cancel(tag: string): Promise<unknown> } };
  readonly consumerTag: string;
}
