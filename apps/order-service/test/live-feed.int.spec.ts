import type { Tx } from '@app/messaging';
import { until } from '@app/testing';
import fc from 'fast-check';
import { FeedRepository } from '../src/live/persistence/feed.repository.js';
import { EventClient, type ReceivedEvent } from './support/event-client.js';
import { cause, type OrderService, useOrderSystem } from './support/order-system.js';
import { ordersIn } from './support/orders.js';
import { confirm, confirmWithin } from './support/reservations.js';

const system = useOrderSystem({ consuming: false });
const orders = ordersIn(system);
let other: OrderService;

const labels = (events: readonly ReceivedEvent[]) =>
  events.map(({ data }) => `${data.orderId} ${data.version}`);

const open = async (path: string, lastEventId = '') =>
  EventClient.open((await other.app.getUrl()) + path, { 'last-event-id': lastEventId });

/** Every step that is stored, in the order of orders and versions. */
async function history(): Promise<string[]> {
  const rows = await system.database.query<{ label: string }>(
    `SELECT order_id || ' ' || version AS label FROM order_history ORDER BY order_id, version`,
  );
  return rows.map(({ label }) => label);
}

/** Does the work in a transaction that stays open until it is told to commit. */
async function hold(work: (tx: Tx) => Promise<unknown>): Promise<() => Promise<void>> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let committed: Promise<void> = Promise.resolve();
  await new Promise<void>((reached) => {
    committed = system.service.transactions.run(cause(), async (tx) => {
      await work(tx);
      await tx.query('SELECT'); // sends what is written
      reached();
      await released;
    });
  });
  return () => {
    release();
    return committed;
  };
}

/** All steps from the beginning, by connections that end after as many events as `cuts` says, until there are `total`. */
async function followInPieces(cuts: readonly number[], total: () => number): Promise<string[]> {
  const all: ReceivedEvent[] = [];
  for (const most of [...cuts, Infinity]) {
    const client = await open('/orders/events?from=beginning', all.at(-1)?.id);
    const received = () => client.events.slice(0, most);
    const isDone = () => all.length + received().length >= total();
    await until('a piece is there', () => received().length === most || isDone());
    client.close();
    all.push(...received());
    if (all.length >= total()) break;
  }
  return labels(all);
}

/** Whether no step comes before an earlier one of its order. */
const isInOrder = (told: readonly string[]): boolean => {
  const versions = new Map<string, number>();
  return told.every((label) => {
    const [id = '', version] = label.split(' ');
    const isNext = Number(version) === (versions.get(id) ?? 0) + 1;
    versions.set(id, Number(version));
    return isNext;
  });
};

beforeAll(async () => {
  await system.sell('lamp');
  other = await system.start();
});

describe('the steps that streams tell', () => {
  it('are the history, each once and in order, wherever connections end and begin again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 8 }), async (cuts) => {
        let total = Infinity;
        const work = async () => {
          const lives = Array.from({ length: 6 }, async () =>
            orders.cancel((await orders.placeConfirmed()).id),
          );
          await Promise.all(lives);
          total = (await history()).length;
        };
        const [told] = await Promise.all([followInPieces(cuts, () => total), work()]);

        expect(told.toSorted()).toEqual((await history()).toSorted());
        expect(isInOrder(told)).toBe(true);
      }),
      { numRuns: 8 },
    );
  });

  it('leave out none that commits late, after others with later places', async () => {
    const before = await history();
    const late = await orders.place();
    const client = await open('/orders/events');
    await until('there is an id', () => client.lastEventId !== '');

    const commit = await hold((tx) => confirmWithin(tx, system.service, late.id));
    const { id } = await orders.place();
    await confirm(system.service, id);
    const reading = jest.spyOn(other.app.get(FeedRepository), 'page');
    await until('the feed was read meanwhile', () => reading.mock.calls.length > 2);
    await commit();

    await until('the last step is told', () => labels(client.events).includes(`${id} 2`));
    // What was taken before may be told again, as far back as any transaction of the server is open.
    const known = new Set([...before, `${late.id} 1`]);
    const told = labels(client.events).filter((label) => !known.has(label));
    expect(told).toEqual([`${late.id} 2`, `${id} 1`, `${id} 2`]);
    client.close();
  });

  it('keep the order of an order whose later step is of the transaction that began earlier', async () => {
    const client = await open('/orders/events');
    await until('there is an id', () => client.lastEventId !== '');

    let id = '';
    const commit = await hold(async (tx) => {
      await tx.query('SELECT pg_current_xact_id()');
      ({ id } = await orders.place());
      await confirmWithin(tx, system.service, id);
    });
    await commit();

    const told = () => labels(client.events).filter((label) => label.startsWith(id));
    await until('both steps are told', () => told().length === 2);
    expect(told()).toEqual([`${id} 1`, `${id} 2`]);
    client.close();
  });

  it('are paged by position where one transaction took very many', async () => {
    await system.database.query(
      `WITH placed AS (
         INSERT INTO orders (id, version, status, customer_id, lines, total_minor, currency, created_at, updated_at)
         SELECT gen_random_uuid(), 1, 'PENDING', gen_random_uuid(), '[{}]', 0, 'EUR', now(), now()
         FROM generate_series(1, 1500) RETURNING id)
       INSERT INTO order_history (order_id, version, event, to_status, at, who)
       SELECT id, 1, 'order.created', 'PENDING', now(), 'anonymous' FROM placed`,
    );
    const stored = await history();
    const told = await followInPieces([1, 250, 700], () => stored.length);
    expect(told.toSorted()).toEqual(stored.toSorted());
  });

  it('are told in their order in a server that a dump brought them to, once they have been renumbered', async () => {
    await system.database.query(`UPDATE order_history SET transaction = '9000000000000000000'`);
    await system.database.query('UPDATE order_history SET transaction = DEFAULT');
    await orders.place();
    const stored = await history();
    const told = await followInPieces([3, 100], () => stored.length);
    expect(told.toSorted()).toEqual(stored.toSorted());
    expect(isInOrder(told)).toBe(true);
  });
});
