import { type OrderView, type Shop, until } from '@app/testing';
import { execFile } from 'node:child_process';
import { CANCELLED, CONFIRMED, RECEIVED, useWorld } from './use-world.js';

interface Done {
  readonly id: string;
  readonly outcome: Readonly<Record<string, unknown>>;
}

interface Listed {
  readonly count: number;
  readonly groups: readonly { readonly code: string; readonly count: number; readonly fingerprint: string }[];
}

// At one a second they take far longer than it takes to kill a service.
const MANY = 40;

describe('an operator with npm run dlq', () => {
  const the = useWorld();
  let shop: Shop;
  beforeEach(() => {
    shop = the.shop();
  });

  /** Runs the tool on the inventory service: its exit code, what it found, and what it said when it failed. */
  const dlq = <Found>(...args: string[]): Promise<{ code: number; found: Found; said: string }> => {
    const place = ['--service', 'inventory', '--url', the.world.url('inventory-service'), '--json'];
    return new Promise((resolve) => {
      execFile(process.execPath, ['tools/dlq.mjs', ...args, ...place], (error, stdout, stderr) => {
        const found = (stdout === '' ? undefined : JSON.parse(stdout)) as Found;
        resolve({ code: Number(error?.code ?? 0), found, said: stderr });
      });
    });
  };
  const givenUp = (count: number): Promise<Listed> =>
    until(`${count} orders are given up`, async () => {
      const { found } = await dlq<Listed>('list');
      return found.count === count && found;
    });
  const inventory = () => the.world.databases.inventory;
  const parked = () => inventory().query('SELECT FROM parked_events');
  const kindsOf = async (subject: string): Promise<string[]> => {
    const rows = await inventory().query<{ kind: string }>(
      `SELECT kind FROM stream_incidents WHERE stream = 'order' AND subject = $1 AND sequence = 1`,
      [subject],
    );
    return rows.map(({ kind }) => kind);
  };
  const curse = async (): Promise<void> => {
    await inventory().query(`CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW.lines::text LIKE '%cursed%' THEN RAISE EXCEPTION 'a curse' USING ERRCODE = 'P0666'; END IF; RETURN NEW; END $$`);
    await inventory().query(
      'CREATE TRIGGER refuse BEFORE INSERT ON reservations FOR EACH ROW EXECUTE FUNCTION refuse()',
    );
  };
  const cure = () => inventory().query('DROP TRIGGER refuse ON reservations');
  const why = ['--why', 'the curse'];

  it('finds a cursed order, replays it in vain, and confirms it after the cure, once and in order', async () => {
    await shop.stock({ cursed: 5 });
    await curse();
    const order = await shop.place({ cursed: 1 });
    const { groups } = await givenUp(1);
    expect(groups).toMatchObject([{ code: 'P0666', reason: 'a curse', types: ['order.created'] }]);
    const shipping = { method: 'PUT', path: '/shipping', body: { carrier: 'by hand' } };
    expect(await shop.about(order.id, shipping)).toMatchObject({ status: 200 });
    await until('what follows is parked', async () => (await parked()).length === 1);

    const chosen = ['--fingerprint', groups[0]?.fingerprint ?? ''];
    const dry = await dlq<{ selected: number }[]>('replay', ...chosen, ...why, '--dry-run');
    expect(dry).toMatchObject({ code: 0, found: [{ selected: 1, batches: [1] }] });
    expect(await dlq('replay', ...chosen, ...why)).toMatchObject({
      code: 1,
      found: [{ outcome: { ended: 'returned', replayed: 1, codes: ['P0666'] } }],
    });
    await cure();
    expect(await dlq('replay', ...chosen, ...why, '--who', 'ada')).toMatchObject({
      code: 0,
      found: [{ who: 'ada', outcome: { ended: 'done', handled: 1 } }],
    });
    await shop.reaches(order.id, 'CONFIRMED');
    await the.world.settled();

    expect(await kindsOf(order.id)).toContain('replayed');
    expect(await dlq('replay', ...chosen, ...why)).toMatchObject({ code: 1, said: /no such dead letters/ });
    expect(await shop.levels('cursed')).toEqual({ quantity: 5, reservedQuantity: 1, availableQuantity: 4 });
    expect(shop.mailsTo(order.email)).toEqual(expect.arrayContaining([RECEIVED, CONFIRMED]));
  });

  it('loses and repeats nothing when the service is killed in the middle of a replay', async () => {
    await shop.stock({ cursed: MANY });
    await curse();
    const orders: OrderView[] = [];
    for (let nth = 0; nth < MANY; nth++) orders.push(await shop.place({ cursed: 1 }));
    await givenUp(MANY);
    await cure();
    const [service] = the.world.instances('inventory-service');
    const begun = await fetch(`${service?.url}/dead-letters/replay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-role': 'admin', 'x-operator': 'ada' },
      body: JSON.stringify({ selection: { all: true }, why: 'slowly', ratePerSecond: 1 }),
    });
    const { id } = (await begun.json()) as Done;
    await until('one has gone', async () => (await shop.levels('cursed')).reservedQuantity > 0);
    await service?.kill();
    await service?.start();

    const { found: actions } = await dlq<readonly Done[]>('actions');
    expect(actions.find((action) => action.id === id)).not.toHaveProperty('finishedAt');
    expect(await dlq('replay', '--all', ...why)).toMatchObject({ code: 0 });
    for (const order of orders) await shop.reaches(order.id, 'CONFIRMED');
    await the.world.settled();
    expect(await shop.levels('cursed')).toEqual({
      quantity: MANY,
      reservedQuantity: MANY,
      availableQuantity: 0,
    });
  });

  it('discards what nobody wants any more and forces its stream to go on, on record', async () => {
    await shop.stock({ cursed: 5 });
    await curse();
    const order = await shop.place({ cursed: 1 });
    await givenUp(1);
    expect(await shop.cancel(order.id)).toMatchObject({ status: 200 });
    await until('what follows is parked', async () => (await parked()).length === 1);
    await cure();

    expect(await dlq('force', 'order', order.id, ...why, '--even-if', 'recent')).toMatchObject({
      code: 1,
      said: /gap-may-close.*\n.*dead-letter/,
    });
    expect(await dlq('discard', '--subject', order.id, ...why)).toMatchObject({
      code: 0,
      found: [{ outcome: { discarded: 1 } }],
    });
    expect(await dlq('force', 'order', order.id, ...why, '--even-if', 'recent')).toMatchObject({
      code: 0,
      found: { from: 1, to: 1 },
    });
    await the.world.settled();

    expect((await kindsOf(order.id)).toSorted()).toEqual(expect.arrayContaining(['discarded', 'forced']));
    const { found } = await dlq<readonly { action: string; why: string }[]>('actions');
    expect(found.slice(0, 2)).toMatchObject([{ action: 'force' }, { action: 'discard', why: 'the curse' }]);
    expect(await shop.levels('cursed')).toEqual({ quantity: 5, reservedQuantity: 0, availableQuantity: 5 });
    expect(shop.mailsTo(order.email)).toEqual([RECEIVED, CANCELLED].sort());
  });
});
