import type { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { SharedCounter } from './counter.js';

// No request waits longer for a count.
const ANSWERED_WITHIN_MS = 200;
const CONNECTED_WITHIN_MS = 2_000;
const LONGEST_PAUSE_MS = 5_000;

/** A connection to Redis that counts, and comes back by itself; nothing is kept for it while it is away. */
export async function openRedisCounter(url: string): Promise<{ counter: SharedCounter; close: () => void }> {
  // Only who has a Redis pays for its client.
  const {
    default: { Redis: Client },
  } = await import('ioredis');
  const client: Redis = new Client(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECTED_WITHIN_MS,
    commandTimeout: ANSWERED_WITHIN_MS,
    retryStrategy: (attempt) => Math.min(attempt * 200, LONGEST_PAUSE_MS),
  });
  // Whoever counts is told by a count that fails.
  client.on('error', () => undefined);
  await client.connect().catch(() => undefined);
  return {
    counter: ({ name, requests: points, windowSeconds: duration }) =>
      new RateLimiterRedis({
        storeClient: client,
        rejectIfRedisNotReady: true,
        keyPrefix: `waybill:${name}`,
        points,
        duration,
      }),
    close: () => client.disconnect(),
  };
}
