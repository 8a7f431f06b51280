import type { Tx } from '@app/messaging';
import { confirm, confirmWithin, fail } from './support/reservations.js';
import { cause, useOrderSystem } from './support/order-system.js';
import { ordersIn } from './support/orders.js';

const REPETITIONS = 100;
const system = useOrderSystem({ consuming: false });
const orders = ordersIn(system);

const place = async (): Promise<string> => (await orders.place()).id;
const deliver = (id: string) => orders.changeStatus(id, { status: 'DELIVERED' });

/** The steps of an order by its row, its history and its events, which must tell the same story without a hole. */
async function pathOf(id: string): Promise<string[]> {
  const [order, events] = [await orders.find(id), await orders.eventsOf(id)];
  const history = order.history ?? [];
  const numbers = Array.from({ length: order.version }, (_, index) => index + 1);

  expect(history.map(({ version }) => version)).toEqual(numbers);
  expect(events.map(({ sequence }) => sequence)).toEqual(numbers);
  expect(history.map(({ from }) => from)).toEqual([null, ...history.slice(0, -1).map(({ to }) => to)]);
  expect(history.at(-1)?.to).toBe(order.status);
  return history.map(({ to }) => to);
}

/** Runs the two at once, many times, and gives the paths that the orders took. */
async function race(
  prepare: (id: string) => Promise<unknown>,
  rivals: (id: string) => readonly Promise<unknown>[],
): Promise<string[]> {
  const ids = await Promise.all(Array.from({ length: REPETITIONS }, place));
  for (const id of ids) await prepare(id);
  const paths: string[] = [];
  for (const id of ids) {
    await Promise.all(rivals(id));
    paths.push((await pathOf(id)).join(' '));
  }
  return paths;
}

const nothing = () => Promise.resolve();

beforeAll(() => system.sell('lamp'));

describe('two steps at once', () => {
  it('end a cancellation that races with the reservation in a cancelled order, with a stream without a hole', async () => {
    const paths = await race(nothing, (id) => [orders.cancel(id), confirm(system.service, id)]);

    for (const path of paths) expect(['PENDING CANCELLED', 'PENDING CONFIRMED CANCELLED']).toContain(path);
  });

  it('cancel an order once when the customer and inventory both do', async () => {
    const paths = await race(nothing, (id) => [
      fail(system.service, id),
      orders.cancel(id),
      orders.cancel(id),
    ]);

    expect(new Set(paths)).toEqual(new Set(['PENDING CANCELLED']));
  });

  it('never both win when they exclude each other', async () => {
    const outcomes: number[][] = [];
    const paths = await race(
      (id) => confirm(system.service, id),
      (id) => [
        Promise.all([orders.cancel(id), deliver(id)]).then((answers) =>
          outcomes.push(answers.map(({ status }) => status)),
        ),
      ],
    );

    for (const path of paths)
      expect(['PENDING CONFIRMED CANCELLED', 'PENDING CONFIRMED DELIVERED']).toContain(path);
    for (const outcome of outcomes) expect(outcome.toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  it('do not deadlock when batches and requests want the same orders', async () => {
    const ids = (await Promise.all(Array.from({ length: 40 }, place))) as [string, ...string[]];
    const backwards = ids.toReversed() as [string, ...string[]];
    await Promise.all([
      confirm(system.service, ...ids),
      confirm(system.service, ...backwards),
      ...ids.map((id) => orders.cancel(id)),
    ]);

    for (const id of ids) expect((await pathOf(id)).at(-1)).toBe('CANCELLED');
  });
});

/** How many statements it takes to confirm these orders in one batch. */
async function statementsFor(...ids: readonly [string, ...string[]]): Promise<number> {
  let statements = 0;
  await system.service.transactions.run(cause(), async (tx) => {
    const counting: Tx = {
      tenant: tx.tenant,
      query: (sql, parameters) => {
        statements += 1;
        return tx.query(sql, parameters);
      },
      write: (sql, parameters) => {
        statements += 1;
        tx.write(sql, parameters);
      },
      publish: (...drafts) => tx.publish(...drafts),
      afterCommit: (hint) => tx.afterCommit(hint),
      ifUndone: (hint) => tx.ifUndone(hint),
    };
    await confirmWithin(counting, system.service, ...ids);
  });
  return statements;
}

describe('a batch of reservations', () => {
  it('is handled in as many statements as a single one', async () => {
    const one = await statementsFor(await place());
    const many = (await Promise.all(Array.from({ length: 60 }, place))) as [string, ...string[]];

    expect(await statementsFor(...many)).toBe(one);
    for (const id of many) expect(await pathOf(id)).toEqual(['PENDING', 'CONFIRMED']);
  });
});
