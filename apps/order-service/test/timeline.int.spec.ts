import { type EventDraft, StockReleased } from '@app/contracts';
import { newId } from '@app/platform';
import { BrokerProbe, until } from '@app/testing';
import { cause, useOrderSystem } from './support/order-system.js';
import { ordersIn } from './support/orders.js';
import { stockReserved } from './support/reservations.js';

interface TimelineBody {
  readonly status: string;
  readonly code?: string;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  readonly pending: readonly Readonly<Record<string, unknown>>[];
  readonly next?: Readonly<Record<string, unknown>>;
}

const system = useOrderSystem({ consuming: true });
const orders = ordersIn(system);
const ADMIN = { 'x-role': 'admin' };

const timelineOf = (id: string, query = '', headers = {}) =>
  system.service.http.get<TimelineBody>(`/orders/${id}/timeline${query}`, headers);
const publish = (...drafts: readonly EventDraft[]) =>
  system.service.transactions.run(cause(), (tx) => Promise.resolve(tx.publish(...drafts)));
const stockReleased = (orderId: string) =>
  StockReleased.of(
    { id: orderId, version: 2 },
    { orderId, lines: [{ productId: 'lamp', quantity: 1 }], restocked: false },
  );
const reaches = (
  what: string,
  id: string,
  wanted: (timeline: TimelineBody) => boolean,
): Promise<TimelineBody> =>
  until(what, async () => {
    const { body } = await timelineOf(id);
    return wanted(body) && body;
  });

beforeAll(() => system.sell('lamp'));

describe('the timeline of an order', () => {
  it('tells what is expected next while the order waits', async () => {
    const { id } = await orders.place();
    const { status, body } = await timelineOf(id);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      orderId: id,
      status: 'PENDING',
      steps: [{ stream: 'order', sequence: 1, type: 'order.created', from: null, to: 'PENDING' }],
      next: {
        waitingFor: ['inventory.reserved', 'inventory.reservation.failed'],
        from: 'inventory',
        since: body.steps[0]?.['at'],
      },
    });
  });

  it('tells what led to what, how long after, and what is undone', async () => {
    const { id } = await orders.place();
    await publish(stockReserved(id));
    await reaches('it is confirmed', id, ({ status }) => status === 'CONFIRMED');
    await orders.cancel(id);

    const { body } = await timelineOf(id);
    const reserved = { stream: 'reservation', sequence: 1, type: 'inventory.reserved' };
    expect(body.steps).toMatchObject([
      { type: 'order.created', service: 'order' },
      {
        ...reserved,
        service: 'inventory',
        causedBy: { stream: 'order', sequence: 1, type: 'order.created' },
        delayMs: expect.any(Number),
      },
      {
        type: 'order.confirmed',
        from: 'PENDING',
        to: 'CONFIRMED',
        who: 'service:inventory',
        causedBy: reserved,
        delayMs: expect.any(Number),
      },
      { type: 'order.cancelled', code: 'REQUESTED', why: 'Ordered twice', compensates: 'stock' },
    ]);
    expect(body.steps.every((step) => !('notes' in step))).toBe(true);
    expect(body.next).toBeUndefined();
  });

  it('tells of an event that failed, waited and came twice, from its first failure to its replay', async () => {
    const { id } = await orders.place();
    const queue = `${system.prefix}order.reservation`;
    await system.database.query(
      `ALTER TABLE order_history ADD CONSTRAINT refuse CHECK (order_id <> '${id}') NOT VALID`,
    );
    await publish(stockReserved(id));
    await publish(stockReleased(id));

    // What has been published leaves the outbox a moment later.
    const stuck = await reaches('one is parked and one a dead letter', id, ({ pending }) => {
      const places = pending.map((event) => event['place']);
      return places.length === 2 && places.includes('parked') && places.includes('dead-letter');
    });
    expect(stuck.pending).toMatchObject([
      { place: 'dead-letter', type: 'inventory.reserved', sequence: 1, attempts: 2, code: '23514' },
      { place: 'parked', type: 'inventory.released', sequence: 2, waitsFor: 1 },
    ]);

    await system.database.query('ALTER TABLE order_history DROP CONSTRAINT refuse');
    const probe = await BrokerProbe.open();
    const letter = await until('the dead letter is there', () => probe.take(`${queue}.dlq`));
    await probe.publish('', queue, letter.content);
    await probe.publish('', queue, letter.content);
    await probe.close();

    const told = await reaches('both are handled and one repeat is known', id, ({ steps, pending }) => {
      const repeated = steps.some(
        ({ notes }) => (notes as { repeated?: number } | undefined)?.repeated === 1,
      );
      return repeated && pending.length === 0 && steps.length === 4;
    });
    expect(told.steps).toMatchObject([
      { type: 'order.created' },
      {
        type: 'inventory.reserved',
        notes: {
          attempts: 3,
          failures: [
            { outcome: 'retried', times: 1, code: '23514' },
            { outcome: 'dead-lettered', times: 1, code: '23514' },
          ],
          repeated: 1,
        },
      },
      { type: 'inventory.released', notes: { parkedMs: expect.any(Number) } },
      { type: 'order.confirmed' },
    ]);
  });

  it('is not there for an order that is not', async () => {
    expect(await timelineOf(newId())).toMatchObject({ status: 404, body: { code: 'order-not-found' } });
    expect(await timelineOf('no-uuid')).toMatchObject({ status: 400 });
  });

  it('is hidden with a deleted order, save for administrators who ask for it', async () => {
    const { id } = await orders.place();
    await system.service.http.delete(`/orders/${id}`);

    expect((await timelineOf(id)).status).toBe(404);
    expect((await timelineOf(id, '?includeDeleted=true')).status).toBe(403);
    expect(await timelineOf(id, '?includeDeleted=true', ADMIN)).toMatchObject({
      status: 200,
      body: { status: 'CANCELLED' },
    });
  });
});

describe('the timeline beside a broker that is away', () => {
  const away = useOrderSystem({ consuming: false });

  it('shows what has not been published', async () => {
    await away.sell('lamp');
    const { id } = await ordersIn(away).placeConfirmed();

    const { body } = await away.service.http.get<TimelineBody>(`/v1/orders/${id}/timeline`);
    expect(body.pending).toMatchObject([
      { place: 'outbox', stream: 'order', sequence: 1, type: 'order.created', since: expect.any(String) },
      { place: 'outbox', stream: 'order', sequence: 2, type: 'order.confirmed' },
    ]);
    expect(body.next).toMatchObject({ from: 'shop', waitingFor: expect.arrayContaining(['order.shipped']) });
  });
});
