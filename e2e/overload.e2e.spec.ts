import { ask, type OrderView, type Reply, until } from '@app/testing';
import { v7 } from 'uuid';
import { inLanes, persistently } from './lanes.js';
import { useWorld } from './use-world.js';

const BURST = 2000;
// So many orders take their time on a slow machine.
const PATIENCE_MS = 600_000;
jest.setTimeout(4 * PATIENCE_MS);
// Far more than an idle service needs, and far less than two thousand requests at work at once would take.
const MOST_GROWTH_MIB = 250;

const SHED = 'waybill_requests_shed_total';
const UNCERTAIN = '503 dependency-unavailable';

type Problem = { readonly code: string };

/** Asks again while there is not even a connection to be had: nobody has heard of the request then. */
async function heard<T>(request: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await request();
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      if (code !== 'UND_ERR_CONNECT_TIMEOUT') throw error;
    }
  }
}

describe('two thousand orders at once, at one instance', () => {
  // As it is by default; a world is more patient.
  const environment = { ADMISSION_PATIENCE_MS: '3000', EVENT_LOOP_DELAY_MAX_MS: '1000' };
  const the = useWorld({ environment });

  it('are accepted or refused at once; none hangs, none that was refused is stored, each accepted is decided', async () => {
    const shop = the.shop();
    await shop.stock({ ticket: 10 * BURST });
    // Otherwise the first are told that the database is away when opening ten connections takes a busy server too long.
    const early = await inLanes(Array.from({ length: 40 }), 20, () => shop.place({ ticket: 1 }));
    const url = `${the.world.url('order-service')}/orders`;
    const memoryBefore = await residentMiB();
    const requests = Array.from({ length: BURST }, () => ({ key: v7(), body: shop.orderOf({ ticket: 1 }) }));

    let isOver = false;
    const health = healthUntil(() => isOver);
    // A machine that is fast enough would serve them all: the database stands still until some are refused.
    const { order: database } = the.world.databases;
    const before = await metric(SHED);
    await database.query('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE');
    const answered = Promise.all(
      requests.map(({ key, body }) =>
        heard(() =>
          ask<OrderView & Problem>(url, { method: 'POST', body, headers: { 'idempotency-key': key } }),
        ),
      ),
    );
    await until('requests are refused', async () => (await metric(SHED)) > before).finally(() =>
      database.query('COMMIT'),
    );
    const answers = await answered;
    isOver = true;

    const told = new Set(answers.map(meaning));
    // A server that is starved of its processor may not find a connection in time for one that it has admitted.
    told.delete(UNCERTAIN);
    expect(told).toEqual(new Set(['201', '503 overloaded']));
    for (const { status, headers } of answers)
      if (status === 503) expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(new Set(await health)).toEqual(new Set([200]));
    expect((await residentMiB()) - memoryBefore).toBeLessThan(MOST_GROWTH_MIB);

    const accepted = [
      ...early,
      ...answers.filter(({ status }) => status === 201).map(({ body }) => body),
    ].map(({ id }) => id);
    const uncertain = answers.filter((answer) => meaning(answer) === UNCERTAIN).length;
    const found = new Set(await stored());
    expect(accepted.filter((id) => !found.has(id))).toEqual([]);
    expect(found.size - accepted.length).toBeLessThanOrEqual(uncertain);
    const refused = requests.filter((_, at) => answers[at]?.body.code === 'overloaded').slice(0, 20);
    const later = await inLanes(refused, 5, ({ key, body }) => persistently(url, body, key));
    expect(later.filter(({ headers }) => headers.has('idempotency-replayed'))).toEqual([]);

    await the.world.settled(PATIENCE_MS);
    const decided = await database.query<{ status: string; count: number }>(
      'SELECT status, count(*)::int AS count FROM orders GROUP BY status',
    );
    const count = found.size + later.length;
    expect(decided).toEqual([{ status: 'CONFIRMED', count }]);
    expect(await shop.levels('ticket')).toMatchObject({ reservedQuantity: count });
  });

  const meaning = ({ status, body }: Reply<Problem>): string =>
    status < 400 ? String(status) : `${status} ${body.code}`;

  const stored = async (): Promise<string[]> =>
    (await the.world.databases.order.query<{ id: string }>('SELECT id FROM orders ORDER BY id')).map(
      ({ id }) => id,
    );

  /** The status of the order service, asked again and again. */
  async function healthUntil(isOver: () => boolean): Promise<number[]> {
    const statuses: number[] = [];
    while (!isOver()) statuses.push((await ask(`${the.world.url('order-service')}/health/live`)).status);
    return statuses;
  }

  const residentMiB = async (): Promise<number> => (await metric('process_resident_memory_bytes')) / 2 ** 20;

  /** The sum of what the order service tells under this name. */
  async function metric(name: string): Promise<number> {
    const response = await fetch(`${the.world.url('order-service')}/metrics`);
    const lines = (await response.text()).matchAll(/^(\w+)(?:\{.*\})? (\S+)$/gm);
    return [...lines].reduce((sum, [, of, value]) => (of === name ? sum + Number(value) : sum), 0);
  }
});
