import { demand, type Shop, until } from '@app/testing';
import { auditWorld } from './audit-world.js';
import { CORRUPTIONS } from './audit/corruptions.js';
import { whileCorrupted } from './audit/while-corrupted.js';
import { inLanes } from './lanes.js';
import type { Verdict } from '../tools/audit/invariant.mjs';
import { isLost } from '../tools/audit/whereabouts.mjs';
import { useWorld } from './use-world.js';

// An audit that looks twice at what the broker counts takes some of it.
const PATIENCE_MS = 180_000;

describe('the auditor', () => {
  const the = useWorld();
  let shop: Shop;
  const ids: Record<string, string> = {};

  /** Orders in every condition that they can come to rest in. */
  beforeAll(async () => {
    shop = the.shop();
    await shop.stock({ lamp: 100, shade: 3 }, { lowStockThreshold: 2 });
    const place = async (name: string, lines: Record<string, number>, more?: Record<string, unknown>) => {
      const order = await shop.place(lines, more);
      ids[name] = order.id;
      return order;
    };
    const served = ['held', 'sent', 'arrived', 'returned', 'back', 'changed', 'deleted'];
    for (const name of served) await place(name, { lamp: 2 });
    await place('refused', { shade: 99 });
    const payment = { payment: { required: true } };
    const paid = await place('paid', { lamp: 3 }, payment);
    const repaid = await place('repaid', { lamp: 1 }, payment);
    await place('unpaid', { shade: 2 }, payment);
    for (const name of served) await shop.reaches(ids[name] ?? '', 'CONFIRMED');
    for (const order of [paid, repaid]) {
      await shop.reaches(order.id, 'AWAITING_PAYMENT');
      await shop.pays(order, `T-${order.id}`);
    }
    const { sent = '', arrived = '', returned = '', back = '', changed = '', deleted = '' } = ids;
    for (const id of [sent, returned, arrived]) await shop.change(id, { status: 'SHIPPED' });
    await shop.change(arrived, { status: 'DELIVERED' });
    for (const id of [returned, back, repaid.id]) await shop.cancel(id);
    await shop.wants(changed, { lamp: 1, shade: 1 });
    await shop.about(deleted, { method: 'DELETE' });
    await comeAndGo();
    await the.world.settled();
  });

  /** A product that came back to who waited for it, and one that somebody waits for still. */
  const comeAndGo = async () => {
    await shop.stock({ vase: 0, bowl: 0 });
    const about = (name: string, path: string, body: unknown) =>
      demand(`${the.world.url('inventory-service')}/inventory/${shop.product(name)}/${path}`, {
        method: 'POST',
        body,
      });
    await about('vase', 'subscriptions', { email: 'ada@example.org' });
    await about('bowl', 'subscriptions', { email: 'ben@example.org' });
    await about('vase', 'adjustments', { delta: 5, reason: 'delivery', kind: 'received' });
  };

  /** What does not hold. Where an event is that is missing is not asked, so nothing waits for the broker's counts. */
  const broken = async (): Promise<string[]> =>
    (await auditWorld(the.world, { countedWithinMs: 0 })).map(({ name }) => name);
  /** What is found once that is all: whatever else is under way will have come to rest by then. */
  const finds = (...names: readonly string[]): Promise<Verdict[]> =>
    until(`${names.join(' and ')} is all that is found`, async () => {
      const found = await auditWorld(the.world);
      const all = found.map(({ name }) => name).join(' and ');
      if (all !== names.join(' and ')) throw new Error(`found: ${all}`);
      return found;
    });

  it('finds nothing in orders of every kind that have come to rest', async () => {
    expect(await auditWorld(the.world)).toEqual([]);
  });

  it.each(CORRUPTIONS)('finds $what', async ({ of, table, by, found }) => {
    const corruption = by({ ids, product: (name) => shop.product(name) });
    expect(await whileCorrupted(the.world.databases[of], table, corruption, broken)).toEqual(found);
  });

  it('tells of an order that waits behind a dead letter where its event is, and nothing once it is replayed', async () => {
    const { inventory } = the.world.databases;
    await inventory.query(`
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = 'P0666'; END $$`);
    await inventory.query(
      'CREATE TRIGGER fail BEFORE INSERT ON reservations FOR EACH ROW EXECUTE FUNCTION fail()',
    );
    const { id } = await shop.place({ lamp: 1 });
    await until('it is given up', async () => (await the.world.probe.depth(deadLetters())) === 1);

    const found = await finds('orders-move-on', 'inventory-hears-orders', 'no-dead-letters');

    expect(found[0]?.rows[0]?.['says']).toMatch(
      `order ${id} waits at PENDING for inventory.reserved; its order.created is a dead letter in ${deadLetters()} (code P0666) since `,
    );
    expect(found[2]).toMatchObject({ severity: 'attention', rows: [{ code: 'P0666', letters: 1 }] });

    await inventory.query('DROP FUNCTION fail CASCADE');
    const letter = await the.world.probe.take(deadLetters());
    await the.world.probe.publish('', queueOfOrders().queue, letter?.content ?? '');
    await shop.reaches(id, 'CONFIRMED');
    await the.world.settled();
    expect(await broken()).toEqual([]);
  });

  it('tells of an order whose event a consumer holds that it may be there', async () => {
    const { inventory } = the.world.databases;
    await inventory.query('BEGIN');
    await inventory.query('LOCK TABLE reservations IN SHARE ROW EXCLUSIVE MODE');
    const { id } = await shop.place({ lamp: 1 });
    await until('inventory is waiting', async () => (await locksAwaited(inventory)) > 0);

    const found = (await auditWorld(the.world)).find(({ name }) => name === 'orders-move-on');

    await inventory.query('ROLLBACK');
    expect(found?.rows[0]?.['says']).toMatch(
      /its order\.created (may be .*held by a consumer of \S+ \([1-9]\d* unacknowledged\)|is nowhere: LOST, unless)/,
    );
    await shop.reaches(id, 'CONFIRMED');
    await the.world.settled();
  });

  it('finds a message that nobody was bound to', async () => {
    const { probe, topology } = the.world;
    await probe.publish('', topology.unroutable, '{}');
    expect(await finds('nothing-unroutable')).toHaveLength(1);
    await probe.take(topology.unroutable);
  });

  it('finds nothing while customers order, cancel and change their minds', async () => {
    await shop.stock({ chair: 1000 });
    const load = { isOver: false };
    const placing = inLanes(
      Array.from({ length: 60 }, (_, index) => index),
      6,
      async (index) => {
        const { id } = await shop.place({ chair: 2 });
        if (index % 3 === 0) await shop.cancel(id);
        if (index % 3 === 1) {
          await shop.reaches(id, 'CONFIRMED');
          await shop.wants(id, { chair: 1 });
        }
        return id;
      },
    ).finally(() => (load.isOver = true));
    let audits = 0;
    while (!load.isOver || audits === 0) {
      expect(await auditWorld(the.world, { deadlineMs: 60_000 })).toEqual([]);
      audits += 1;
    }
    await placing;
    await the.world.settled();
    expect(await auditWorld(the.world)).toEqual([]);
  });

  it('finds a service that does not consume, and an event of its queue that is lost', async () => {
    const [service] = the.world.instances('notification-service');
    await service?.stop();
    expect(await finds('queues-consumed')).toHaveLength(1);

    const { queue } = queueOfOrders('notification');
    const { id } = await shop.place({ shade: 9 });
    await shop.reaches(id, 'CANCELLED');
    await until('both events are there', async () => (await the.world.probe.depth(queue)) === 2);
    const taken = [await the.world.probe.take(queue), await the.world.probe.take(queue)];

    let found: Verdict['rows'] = [];
    const isKnownToBeLost = async () => {
      const verdicts = await auditWorld(the.world);
      found = verdicts.find(({ name }) => name === 'notification-hears-orders')?.rows ?? [];
      return isLost(found[0]?.['where']);
    };
    // A busy broker counts for a while what the service held before it stopped.
    await until('it is known to be nowhere', isKnownToBeLost, PATIENCE_MS);
    expect(found).toMatchObject([{ subject: id, heard: 0, version: 2 }]);

    for (const message of taken) await the.world.probe.publish('', queue, message?.content ?? '');
    await service?.start();
    await the.world.settled();
  });

  const locksAwaited = async (database: typeof the.world.databases.order): Promise<number> => {
    const [row] = await database.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted AND relation = 'reservations'::regclass`,
    );
    return row?.waiting ?? 0;
  };
  const queueOfOrders = (of: 'inventory' | 'notification' = 'inventory') => {
    const found = the.world.topology.inbound.find(
      ({ subscription: { subscriber, stream } }) => subscriber === of && stream.name === 'order',
    );
    if (!found) throw new Error('no queue');
    return found;
  };
  const deadLetters = () => queueOfOrders().deadLetters;
});
