import type { Channel, ConfirmChannel } from 'amqplib';
import type { Topology } from './topology.js';

/** Makes the broker have the whole topology. Harmless to repeat; fails if something exists with other arguments. */
export async function declare(channel: Channel, topology: Topology): Promise<void> {
  for (const { name, kind, alternate } of topology.exchanges) {
    await channel.assertExchange(name, kind, {
      durable: true,
      ...(alternate && { alternateExchange: alternate }),
    });
  }
  // Together, not one after another: the requests go out in one write, and a quorum queue takes its time.
  await Promise.all(
    topology.queues.map(({ name, arguments: args }) =>
      channel.assertQueue(name, { durable: true, arguments: args }),
    ),
  );
  await Promise.all(
    topology.bindings.map(({ queue, exchange, pattern }) => channel.bindQueue(queue, exchange, pattern)),
  );
}

/**
 * Gives what was unroutable another try, now that the topology is whole: an event that found no queue at all still
 * reaches its subscribers. One that found some of its queues was routed, and is not here: what was published while one
 * subscriber's queue was deleted is lost to that subscriber, and shows up there as a gap.
 */
export async function reclaimUnroutable(channel: ConfirmChannel, topology: Topology): Promise<number> {
  const { messageCount } = await channel.checkQueue(topology.unroutable);
  let reclaimed = 0;
  for (; reclaimed < messageCount; reclaimed++) {
    const message = await channel.get(topology.unroutable);
    if (!message) break;
    const { routingKey } = message.fields;
    await new Promise<void>((resolve, reject) => {
      const settled = (error: unknown) => (error ? reject(error) : resolve());
      channel.publish(
        topology.events,
        routingKey,
        message.content,
        { ...message.properties, persistent: true },
        settled,
      );
    });
    channel.ack(message);
  }
  return reclaimed;
}
