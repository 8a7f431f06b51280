import type { Channel, ConsumeMessage } from 'amqplib';

// A consumer can hold no more unacknowledged messages than the protocol's sixteen bits count.
const MOST_OF_A_CONSUMER = 65_535;
const FIRST_WINDOW = 16;
const GROWTH = 4;
const SILENCE_MS = 5_000;
const LONGEST_MS = 30_000;

/** What to look through. */
export interface Stack {
  readonly queue: string;
  /** How many messages there are. */
  readonly depth: number;
  /** How many of them will do, as far as one can know. */
  readonly expected: number;
}

/**
 * Delivers messages without acknowledging any, until `show` has seen enough or everything; false when the broker stopped
 * delivering before. Each consumer gets one window of them and no more, so little more is fetched than is looked at,
 * and a message is in memory only while it is shown.
 */
export async function look(
  channel: Channel,
  { queue, depth, expected }: Stack,
  show: (message: ConsumeMessage) => boolean,
): Promise<boolean> {
  const deadline = Date.now() + LONGEST_MS;
  let window = Math.max(expected, FIRST_WINDOW);
  for (let seen = 0; seen < depth;) {
    const size = Math.min(window, depth - seen, MOST_OF_A_CONSUMER);
    const outcome = await oneWindow(channel, queue, size, show);
    if (outcome === 'enough') return true;
    if (outcome === 'silence' || Date.now() > deadline) return false;
    seen += size;
    window *= GROWTH;
  }
  return true;
}

type Outcome = 'all' | 'enough' | 'silence';

function oneWindow(
  channel: Channel,
  queue: string,
  size: number,
  show: (message: ConsumeMessage) => boolean,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let shown = 0;
    let isOver = false;
    const end = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(patience);
      channel.removeListener('close', lost);
      settle();
    };
    const lost = (): void => end(() => reject(new Error('the channel closed')));
    const patience = setTimeout(() => end(() => resolve('silence')), SILENCE_MS);
    const deliver = (message: ConsumeMessage | null): void => {
      if (isOver) return;
      patience.refresh();
      try {
        shown += 1;
        // Without a message, the broker has cancelled us: the queue was deleted or has moved.
        if (!message) end(() => resolve('silence'));
        else if (show(message)) end(() => resolve('enough'));
        else if (shown === size) end(() => resolve('all'));
      } catch (error) {
        end(() => reject(error)); // thrown on, it would end the connection
      }
    };
    channel.once('close', lost);
    channel
      .prefetch(size)
      .then(() => channel.consume(queue, deliver))
      .catch((error: unknown) => end(() => reject(error)));
  });
}
