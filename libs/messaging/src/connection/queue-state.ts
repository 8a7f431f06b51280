import type { Channel } from 'amqplib';

/** A queue as the broker sees it. */
export interface QueueState {
  /** Messages that wait to be delivered. */
  readonly ready: number;
  readonly consumers: number;
}

// What a quorum queue has not told the broker within 250 ms the broker does not wait for: it says that there is nothing.
const DOUBTFUL_AFTER_MS = 200;
const GIVEN_UP_AFTER_MS = 20_000;

/**
 * How it stands with a queue. That it has neither messages nor consumers is believed only of a broker that says so at once;
 * one that takes its time is asked again. Rejects when that goes on for twenty seconds, and, the channel being closed by
 * the broker, when there is no such queue.
 */
export async function queueState(channel: Pick<Channel, 'checkQueue'>, queue: string): Promise<QueueState> {
  const began = performance.now();
  for (;;) {
    const asked = performance.now();
    const { messageCount: ready, consumerCount: consumers } = await channel.checkQueue(queue);
    const now = performance.now();
    if (ready + consumers > 0 || now - asked < DOUBTFUL_AFTER_MS) return { ready, consumers };
    if (now - began > GIVEN_UP_AFTER_MS)
      throw new Error(`the broker does not say how it stands with ${queue}`);
  }
}
