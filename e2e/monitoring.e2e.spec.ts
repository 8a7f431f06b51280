import { ask, demand, Shop, until } from '@app/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 } from 'uuid';
import {
  paidSession,
  SECRET_KEY,
  signatureOf,
  WEBHOOK_SECRET,
} from '../apps/order-service/test/support/payments.js';
import { readOrders, readProducts } from '../tools/demo/orders-file.mjs';
import { runDemo } from '../tools/demo/run-demo.mjs';
import { alerts, queries } from '../tools/monitoring/files.mjs';
import { hasPrometheus } from '../tools/monitoring/promtool.mjs';
import { inRoot } from '../tools/support/paths.mjs';
import { inLanes } from './lanes.js';
import { meanwhile } from './monitoring/again.js';
import { WatchedWorld } from './monitoring/watched-world.js';

// `npm test` installs it where it may, and says so where it may not.
const describeIfThere = hasPrometheus() ? describe : describe.skip;

const NOBODY = 'http://127.0.0.1:9';
const ENVIRONMENT = {
  PRICE_LOOKUP_TIMEOUT_MS: '300',
  // A short line: who comes when it is full is refused.
  ADMISSION_LINE: '10',
  PAYMENT_PROVIDER: 'stripe',
  STRIPE_SECRET_KEY: SECRET_KEY,
  STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
  STRIPE_API_BASE: NOBODY,
  STRIPE_SUCCESS_URL: 'https://shop.example/paid',
  STRIPE_CANCEL_URL: 'https://shop.example/basket',
  STRIPE_TIMEOUT_MS: '1000',
  STRIPE_MAX_NETWORK_RETRIES: '0',
};
// More than the alerts ask for.
const MANY_EVENTS = 5_200;
const MANY_ORDERS = 1_010;

describeIfThere('a system that a real Prometheus watches', () => {
  let watched: WatchedWorld;
  let shop: Shop;
  beforeAll(async () => {
    watched = await WatchedWorld.open(ENVIRONMENT);
    shop = new Shop(watched.world);
  });
  afterAll(() => watched.end());

  const url = (app: 'order' | 'inventory' | 'notification', path: string) =>
    `${watched.world.url(`${app}-service`)}${path}`;

  /** Resolves when each of them has fired. */
  const expectAlerts = (...names: string[]) => watched.raises(...names);

  describe('after the demo', () => {
    beforeAll(async () => {
      const services = {
        'order-service': [url('order', '')],
        'inventory-service': [url('inventory', '')],
        'notification-service': [url('notification', '')],
      };
      const orders = readOrders(inRoot('tools', 'sample', 'orders.jsonl'));
      const products = readProducts(inRoot('tools', 'sample', 'products.json'));
      const problems = await runDemo({ services }, orders, products, { concurrency: 20 });
      expect(problems).toEqual([]);
      // The demo mistypes nothing.
      expect(await ask(url('order', `/orders/${v7()}`))).toMatchObject({ status: 404 });
    });

    it.each(queries())('has a figure for "$panel" of the dashboard, $expr', async ({ expr }) => {
      const isFigure = ({ value }: { value: [number, string] }) => Number.isFinite(Number(value[1]));
      await until(
        'there are figures',
        async () => (await watched.prometheus.query(expr)).some(isFigure),
        30_000,
      );
    });

    it('has counted what has happened', async () => {
      const { order } = watched.world.databases;
      const ends = await order.query<{ status: string; count: number; events: number }>(
        'SELECT status, count(*)::int AS count, sum(version)::int AS events FROM orders GROUP BY status',
      );
      const of = (wanted: string) => ends.find(({ status }) => status === wanted)?.count;
      const events = ends.reduce((sum, end) => sum + end.events, 0);
      const expected: Record<string, number | undefined> = {
        'waybill_saga_duration_seconds_count{outcome="confirmed"}': of('CONFIRMED'),
        'waybill_saga_duration_seconds_count{outcome="rejected"}': of('CANCELLED'),
        'waybill_reservations_total{outcome="reserved"}': of('CONFIRMED'),
        'waybill_reservations_total{outcome="rejected"}': of('CANCELLED'),
        'waybill_relay_batch_events_sum{job="order-service"}': events,
        'sum(waybill_events_total{job="inventory-service", outcome="handled"})': events,
      };
      await until('the figures are those of the database', async () => {
        for (const [query, count] of Object.entries(expected)) {
          const [series] = await watched.prometheus.query(query);
          expect([query, Number(series?.value[1])]).toEqual([query, count]);
        }
        return true;
      });
    });

    it('and at rest raises no alert', async () => {
      await watched.world.settled();
      await until('no alert fires', async () => (await watched.firing()).length === 0);
    });
  });

  it('raises what is due while the broker is away and a service is dead', async () => {
    await shop.stock({ lamp: 100_000 });
    await watched.world.settled();
    await watched.world.instances('notification-service')[0]?.kill();
    watched.broker.cut();
    const lost = expectAlerts(
      'WaybillServiceDown',
      'WaybillOutboxDeep',
      'WaybillOutboxOld',
      'WaybillConsumerStandsStill',
      'WaybillOrdersUndecided',
      'WaybillPriceLookupPaused',
    );
    const strangeOrder = () =>
      ask(url('order', '/orders'), { method: 'POST', body: shop.orderOf({ [v7()]: 1 }) });
    await meanwhile(
      strangeOrder,
      { everyMs: 100 },
      Promise.all([lost, importProducts('First'), placeMany()]),
    );
  });

  it('raises what is due once the broker is back, for orders that waited and events that are gone', async () => {
    watched.broker.restore();
    const { probe, topology } = watched.world;
    const slow = expectAlerts('WaybillDecisionsSlow');
    await until('everything is published', async () => (await unpublished()) === 0);
    for (const { queue } of topology.inbound.filter(
      (inbound) => inbound.subscription.subscriber === 'notification',
    ))
      await probe.deleteQueue(queue);
    await slow;

    const [payable] = await Promise.all([
      shop.place({ lamp: 1 }, { payment: { required: true } }),
      watched.world.instances('notification-service')[0]?.start(),
    ]);
    await shop.reaches(payable.id, 'AWAITING_PAYMENT');
    await importProducts('Second');
    await expectAlerts('WaybillEventsParked', 'WaybillStreamGap', 'WaybillPaymentLinksLate');
  });

  it('raises what is due when something comes that cannot be handled', async () => {
    const { probe, topology, databases } = watched.world;
    const queue =
      topology.inbound.find(({ subscription }) => subscription.subscriber === 'inventory')?.queue ?? '';
    await probe.publish('', queue, 'no event');
    const payload = JSON.stringify(paidSession(v7()));
    await ask(url('order', '/payments/stripe/webhook'), {
      method: 'POST',
      body: payload,
      headers: { 'stripe-signature': signatureOf(payload) },
    });
    await databases.order.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no price is good enough' USING ERRCODE = 'check_violation'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON product_prices FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const raised = expectAlerts('WaybillDeadLetters', 'WaybillPaymentUnaccounted', 'WaybillRetries');
    await meanwhile((time) => renamed(productId(time)), { everyMs: 500 }, raised);
    await databases.order.query('DROP FUNCTION refuse CASCADE');
  });

  it('raises what is due when mails are refused, and when nobody takes any', async () => {
    const { mailbox } = watched.world;
    mailbox.react = () => ({ code: 550, at: 'recipient' });
    const mail = () =>
      demand(url('notification', '/notifications'), {
        method: 'POST',
        body: { type: 'EMAIL', recipient: `${v7()}@example.org`, subject: 'Hello', message: 'How are you?' },
      });
    await meanwhile(mail, { everyMs: 300 }, expectAlerts('WaybillNotificationsFail'));
    await mailbox.stop();
    await meanwhile(
      mail,
      { everyMs: 300 },
      expectAlerts('WaybillProviderPaused', 'WaybillNotificationsLate'),
    );
    await mailbox.start();
  });

  it('raises what is due when a process gets no processor, and another no answer from its database', async () => {
    const [inventory] = watched.world.instances('inventory-service');
    const { order: database } = watched.world.databases;
    const read = () => demand(url('order', '/orders?limit=1'));
    const cancel = () =>
      ask(url('order', `/orders/${v7()}/cancel`), { method: 'POST', body: { reason: 'x' } });

    const stumbling = expectAlerts('WaybillEventLoopLate');
    const stumble = async () => {
      inventory?.pause();
      await pause(400);
      inventory?.resume();
    };
    await database.query('BEGIN');
    await database.query('LOCK TABLE orders, product_prices IN ACCESS EXCLUSIVE MODE');
    const held = expectAlerts(
      'WaybillPoolExhausted',
      'WaybillLoadShed',
      'WaybillRequestsFail',
      'WaybillConsumerLags',
    );
    const all = Promise.all([held, stumbling]).finally(() => database.query('COMMIT'));
    const cancelling = meanwhile(cancel, { everyMs: 500, lanes: 4 }, all);
    const users = meanwhile(read, { everyMs: 500, lanes: 20 }, cancelling);
    const events = meanwhile((time) => renamed(productId(MANY_EVENTS - 1 - time)), { everyMs: 500 }, users);
    await meanwhile(stumble, { everyMs: 200 }, events);
  });

  it('raises what is due when requests take their time', async () => {
    const { order: database } = watched.world.databases;
    const hold = () =>
      database.query('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(1.5); COMMIT');
    const read = () => demand(url('order', '/orders?limit=1'));
    const slow = expectAlerts('WaybillRequestsSlow');
    await meanwhile(hold, { everyMs: 50 }, meanwhile(read, { everyMs: 100, lanes: 6 }, slow));
  });

  it('has raised every alert there is', () => {
    expect([...watched.raised].toSorted()).toEqual(
      alerts()
        .map(({ alert }) => alert)
        .toSorted(),
    );
  });

  const productId = (number: number) => `imported-${number}`;

  /** A line for each product: one that exists is renamed. */
  const importProducts = (name: string) => {
    const lines = Array.from(
      { length: MANY_EVENTS },
      (_, at) => `${productId(at)},${name} ${at},10,1.50,EUR`,
    );
    const body = `productId,productName,quantity,price,currency\n${lines.join('\n')}\n`;
    return demand(url('inventory', '/inventory/import'), {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/csv' },
    });
  };

  const renamed = (id: string) =>
    demand(url('inventory', `/inventory/${id}`), { method: 'PATCH', body: { productName: v7() } });

  const placeMany = () =>
    inLanes(
      Array.from({ length: MANY_ORDERS }, (_, at) => at),
      16,
      () => shop.place({ lamp: 1 }),
    );

  const unpublished = async (): Promise<number> => {
    const { order, inventory } = watched.world.databases;
    const counts = [order, inventory].map(
      async (database) => (await database.query('SELECT FROM outbox_events')).length,
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  };
});
