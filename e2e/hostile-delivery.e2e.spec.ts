import { type Shop, until } from '@app/testing';
import type { Inbound } from '@app/messaging';
import type { ConsumeMessage } from 'amqplib';
import { CANCELLED, CONFIRMED, RECEIVED, useWorld } from './use-world.js';

describe('a broker that does as it likes', () => {
  const the = useWorld();
  let shop: Shop;
  beforeEach(() => {
    shop = the.shop();
  });
  const queue = (name: string) => {
    const inbound = the.world.topology.inbound.find((candidate) => candidate.queue.endsWith(name));
    if (!inbound) throw new Error(`no queue ${name}`);
    return inbound;
  };

  /** How often a service has dropped what it had handled before. */
  const dropsOf = async ({ subscription: { subscriber, stream } }: Inbound): Promise<number> => {
    const [row] = await the.world.databases[subscriber].query<{ times: number }>(
      `SELECT coalesce(sum(times), 0)::int AS times FROM stream_incidents WHERE stream = $1 AND kind = 'repeated'`,
      [stream.name],
    );
    return row?.times ?? 0;
  };
  const ofStream = (seen: readonly ConsumeMessage[], { contracts }: Inbound): number =>
    seen.filter(({ fields }) => contracts.has(fields.routingKey)).length;

  it('delivers everything three times, and everything has its effect once', async () => {
    const seen: ConsumeMessage[] = [];
    const stopTap = await the.world.probe.tap(the.world.topology.events, (message) => seen.push(message));
    await shop.stock({ lamp: 10 });
    const { id, email } = await shop.place({ lamp: 2 });
    await shop.reaches(id, 'CONFIRMED');
    await shop.change(id, { status: 'SHIPPED' });
    await the.world.settled();
    await until('all has been heard', () => seen.length >= 6);
    await stopTap();

    for (const { fields, content, properties } of [...seen, ...seen]) {
      await the.world.probe.publish(the.world.topology.events, fields.routingKey, content, properties);
    }
    await until('every repeat has been dropped', async () => {
      const { inbound } = the.world.topology;
      const dropped = await Promise.all(
        inbound.map(async (one) => (await dropsOf(one)) >= 2 * ofStream(seen, one)),
      );
      return dropped.every(Boolean);
    });
    await the.world.settled();

    expect(await shop.levels('lamp')).toEqual({ quantity: 8, reservedQuantity: 0, availableQuantity: 8 });
    expect(shop.mailsTo(email)).toHaveLength(3);
    expect((await shop.order(id)).history).toHaveLength(3);
  });

  it('delivers order.cancelled before order.created, and no stock is held', async () => {
    await shop.stock({ lamp: 5 });
    const [inventory] = the.world.instances('inventory-service');
    await inventory?.stop();
    const { id, email } = await shop.place({ lamp: 5 });
    expect(await shop.cancel(id)).toMatchObject({ status: 200 });
    const { queue: name } = queue('inventory.order');
    const created = await until('order.created is there', () => the.world.probe.take(name));
    const cancelled = await until('order.cancelled is there', () => the.world.probe.take(name));
    expect([created.properties.type, cancelled.properties.type]).toEqual([
      'order.created',
      'order.cancelled',
    ]);

    await the.world.probe.publish('', name, cancelled.content);
    await inventory?.start();
    await until(
      'it is parked',
      async () => (await the.world.databases.inventory.query('SELECT FROM parked_events')).length === 1,
    );
    await the.world.probe.publish('', name, created.content);
    await the.world.settled();

    expect(await shop.levels('lamp')).toEqual({ quantity: 5, reservedQuantity: 0, availableQuantity: 5 });
    expect((await shop.order(id)).status).toBe('CANCELLED');
    expect(shop.mailsTo(email)).toEqual([RECEIVED, CANCELLED].sort());
  });

  it('shows an event that cannot be handled in the retry queues, then in the dead letters; other orders flow', async () => {
    await shop.stock({ cursed: 5, lamp: 5 });
    const { queue: name, retries, deadLetters } = queue('inventory.order');
    const { inventory } = the.world.databases;
    await inventory.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW.lines::text LIKE '%cursed%' THEN RAISE EXCEPTION 'a curse' USING ERRCODE = 'P0666'; END IF; RETURN NEW; END $$`);
    await inventory.query(
      'CREATE TRIGGER refuse BEFORE INSERT ON reservations FOR EACH ROW EXECUTE FUNCTION refuse()',
    );

    const visited = new Set<string>();
    for (const tier of retries) await the.world.probe.hasten(tier.queue, () => visited.add(tier.queue));
    const cursed = await shop.place({ cursed: 1 });
    const letter = await until('it is given up', () => the.world.probe.take(deadLetters));
    const other = await shop.place({ lamp: 1 });
    await shop.reaches(other.id, 'CONFIRMED');

    expect([...visited]).toEqual(retries.map((tier) => tier.queue));
    expect(letter.properties.headers).toMatchObject({
      'x-attempts': 4,
      'x-error-code': 'P0666',
      'x-error': 'a curse',
    });
    expect((await shop.order(cursed.id)).status).toBe('PENDING');

    await inventory.query('DROP TRIGGER refuse ON reservations');
    await the.world.probe.publish('', name, letter.content);
    await shop.reaches(cursed.id, 'CONFIRMED');
    await the.world.settled();
    expect(shop.mailsTo(cursed.email)).toEqual([RECEIVED, CONFIRMED].sort());
  });

  it('delivers rubbish, which goes to the dead letters at once and as it came', async () => {
    const { queue: name, deadLetters } = queue('order.reservation');
    const rubbish = Buffer.from([0, 1, 2, 255, 123]);

    await the.world.probe.publish('', name, rubbish);

    const letter = await until('it is given up', () => the.world.probe.take(deadLetters));
    expect(letter.content.equals(rubbish)).toBe(true);
    expect(letter.properties.headers).toMatchObject({ 'x-attempts': 1, 'x-error-code': 'bad-json' });
  });
});
