import { ask, type OrderView, type Reply } from '@app/testing';
import { setTimeout as pause } from 'node:timers/promises';

/** As a good client does: the same request with the same key until there is an answer. */
export async function persistently(url: string, body: unknown, key: string): Promise<Reply<OrderView>> {
  for (;;) {
    try {
      const reply = await ask<OrderView>(url, { method: 'POST', body, headers: { 'idempotency-key': key } });
      if (reply.status < 300) return reply;
      if (reply.status !== 409 && reply.status < 500)
        throw new Error(`refused: ${JSON.stringify(reply.body)}`, { cause: 'final' });
    } catch (error) {
      if (error instanceof Error && error.cause === 'final') throw error;
    }
    await pause(50);
  }
}

/** Does the work for each of the items, so many at once; the results are in the order of the items. */
export async function inLanes<T, R>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      results[at] = await work(items[at] as T);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
