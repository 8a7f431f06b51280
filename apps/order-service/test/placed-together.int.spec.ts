import { newId } from '@app/platform';
import { roundTripsOf } from '@app/testing';
import { useOrderSystem } from './support/order-system.js';

const system = useOrderSystem({ consuming: false });
const lamp = { productId: 'lamp', quantity: 1 };

beforeAll(() => system.sell('lamp'));

const place = (body: object, headers: Record<string, string> = {}) =>
  system.service.http.post('/orders', body, headers);

const times = <T>(count: number, one: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => one(at));

/** The orders of a customer, each with the transaction that has stored it. */
const storedFor = (customerId: string) =>
  system.database.query<{ id: string; transaction: string }>(
    'SELECT id, xmin::text AS transaction FROM orders WHERE customer_id = $1',
    [customerId],
  );

describe('orders that come at once', () => {
  it('share transactions, and each is answered and announced for itself', async () => {
    const customerId = newId();
    const answers = await Promise.all(
      times(60, (at) =>
        place(
          { customerId, items: [{ ...lamp, quantity: at + 1 }] },
          { 'idempotency-key': newId(), 'x-correlation-id': `request-${at}` },
        ),
      ),
    );

    expect(answers.map(({ status, body }) => [status, body.items[0]?.quantity])).toEqual(
      times(60, (at) => [201, at + 1]),
    );
    const stored = await storedFor(customerId);
    expect(stored.map(({ id }) => id).sort()).toEqual(answers.map(({ body }) => body.id).sort());
    expect(new Set(stored.map(({ transaction }) => transaction)).size).toBeLessThan(60);
    const events = await system.database.query<{ subject: string; correlation: string }>(
      `SELECT body::json ->> 'subject' AS subject, body::json ->> 'correlationid' AS correlation
       FROM outbox_events WHERE body::json ->> 'subject' = ANY ($1)`,
      [stored.map(({ id }) => id)],
    );
    expect(new Map(events.map(({ subject, correlation }) => [subject, correlation]))).toEqual(
      new Map(answers.map(({ body }, at) => [body.id, `request-${at}`])),
    );
  });

  it('take two round trips for each transaction: the prices, and all that is written', async () => {
    const work = () => Promise.all(times(20, () => place({ customerId: newId(), items: [lamp] })));
    const trips = await roundTripsOf(/INSERT INTO orders/, work);

    expect(new Set(trips)).toEqual(new Set([2]));
  });

  it('do not suffer from one that is refused', async () => {
    const customerId = newId();
    const reused = { 'idempotency-key': newId() };
    await place({ customerId, items: [lamp] }, reused);
    const answers = await Promise.all(
      times(20, (at) => [
        place({ customerId, items: [{ ...lamp, price: 1 }] }),
        place({ customerId, items: [{ ...lamp, quantity: 2 + at }] }, reused),
        place({ customerId, items: [lamp] }),
      ]).flat(),
    );

    const codes = answers.map(({ status, body }) =>
      status === 201 ? 201 : (body as { code?: string }).code,
    );
    expect(codes.filter((code) => code === 'price-changed')).toHaveLength(20);
    expect(codes.filter((code) => code === 201)).toHaveLength(20);
    // Whoever asks for the key while another does is told so, and no more.
    const [, ...ofTheKey] = codes.filter((_, at) => at % 3 === 1);
    expect(['idempotency-key-reused', 'idempotency-in-progress']).toEqual(
      expect.arrayContaining([...new Set(ofTheKey)]),
    );
    expect(await storedFor(customerId)).toHaveLength(21);
  });

  it('place one order for one key, however often it comes at once', async () => {
    const customerId = newId();
    const headers = { 'idempotency-key': newId() };
    const answers = await Promise.all(times(30, () => place({ customerId, items: [lamp] }, headers)));

    const [order, ...others] = await storedFor(customerId);
    expect(others).toEqual([]);
    for (const { status, body } of answers)
      expect(status === 201 ? body.id : (body as { code?: string }).code).toBe(
        status === 201 ? order?.id : 'idempotency-in-progress',
      );
    expect(answers.map(({ status }) => status)).toContain(201);
  });

  it('are done alone when one of them has the database fail', async () => {
    const customerId = newId();
    await system.database.query(`
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a bug'; END $$`);
    await system.database.query(`
      CREATE TRIGGER fail BEFORE INSERT ON orders FOR EACH ROW WHEN (NEW.notes = 'culprit') EXECUTE FUNCTION fail()`);
    try {
      const answers = await Promise.all(
        times(40, (at) => place({ customerId, items: [lamp], notes: at === 25 ? 'culprit' : 'none' })),
      );

      expect(answers.map(({ status }) => status)).toEqual(times(40, (at) => (at === 25 ? 500 : 201)));
      expect(await storedFor(customerId)).toHaveLength(39);
    } finally {
      await system.database.query('DROP FUNCTION fail() CASCADE');
    }
  });
});
