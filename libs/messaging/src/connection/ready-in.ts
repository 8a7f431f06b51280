import type { Channel } from 'amqplib';

// A quorum queue that has not told the broker within 250 ms how many messages it holds is said to hold none.
const DOUBTFUL_AFTER_MS = 200;
const BELIEVED_AFTER_MS = 20_000;

/**
 * How many messages of a queue wait to be delivered. That there are none is believed only of a broker that says so at
 * once, or again and again. Rejects, and the broker closes the channel, when there is no such queue.
 */
export async function readyIn(channel: Pick<Channel, 'checkQueue'>, queue: string): Promise<number> {
  const began = performance.now();
  for (;;) {
    const asked = performance.now();
    const { messageCount } = await channel.checkQueue(queue);
    const now = performance.now();
    if (messageCount > 0 || now - asked < DOUBTFUL_AFTER_MS || now - began > BELIEVED_AFTER_MS)
      return messageCount;
  }
}
