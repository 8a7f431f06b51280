import { demand, type OrderView, type Shop, until } from '@app/testing';
import { randomBytes } from 'node:crypto';
import { type Collected, Collector } from '../tools/tracing/collector.mjs';
import { useWorld } from './use-world.js';

const newTrace = () => {
  const traceId = randomBytes(16).toString('hex');
  return { traceId, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` };
};

describe('an order whose request is traced', () => {
  let collector: Collector;
  beforeAll(async () => {
    collector = await Collector.open();
  });
  const the = useWorld({
    get environment() {
      return collector.environment;
    },
  });
  afterAll(() => collector.close());

  const place = async (shop: Shop, lines: Record<string, number>) => {
    const { traceId, traceparent } = newTrace();
    const request = shop.orderOf(lines);
    const url = `${the.world.url('order-service')}/orders`;
    const headers = { traceparent, tracestate: 'shop=1' };
    const { body } = await demand<OrderView>(url, { method: 'POST', body: request, headers });
    return { traceId, traceparent, request, id: body.id };
  };

  /** The way to each span of a trace from its beginning: who did what, without what every name begins with here. */
  const ways = (traceId: string): string[] => {
    const spans = collector.trace(traceId);
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    const wayTo = ({ service, name, parentSpanId }: Collected): string => {
      const before = byId.get(parentSpanId ?? '');
      const prefix = the.world.topology.events.replace('waybill.events', '');
      const own = `${service.replace('-service', '')} ${name.replaceAll(prefix, '').replace('waybill.events:', '')}`;
      return before ? `${wayTo(before)} > ${own}` : own;
    };
    return spans.map(wayTo);
  };

  const told = (traceId: string, letters: number) =>
    until('the letters are traced', () => {
      const sent = collector.trace(traceId).filter(({ name }) => name.startsWith('send order-'));
      return sent.length === letters;
    });

  it('is one trace from the request to the letters, through the three services', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 5 });
    await the.world.settled();
    const { traceId, traceparent, request, id } = await place(shop, { lamp: 2 });
    await shop.reaches(id, 'CONFIRMED');
    await the.world.settled();
    await told(traceId, 2);

    const created = 'order POST /orders > order create order.created';
    const reserved = `${created} > inventory process order.created:inventory.order > inventory create inventory.reserved`;
    const confirmed = `${reserved} > order process inventory.reserved:order.reservation > order create order.confirmed`;
    const expected = [
      'order POST /orders',
      created,
      `${created} > order send order.created`,
      `${created} > notification process order.created:notification.order`,
      `${created} > notification process order.created:notification.order > notification send order-received`,
      reserved,
      `${reserved} > inventory send inventory.reserved`,
      confirmed,
      `${confirmed} > notification process order.confirmed:notification.order > notification send order-confirmed`,
    ];
    expect(ways(traceId)).toEqual(expect.arrayContaining(expected));

    const spans = collector.trace(traceId);
    expect(spans.find(({ name }) => name === 'POST /orders')?.parentSpanId).toBe(traceparent.split('-')[2]);
    expect(spans.filter(({ isFailed }) => isFailed)).toEqual([]);
    const text = JSON.stringify(spans);
    expect(text).not.toContain((request['contact'] as { email: string }).email);
    expect(text).not.toContain(request.customerId);
  });

  it('shares a batch with others, which is linked to each of them and each to it', async () => {
    const shop = the.shop();
    await shop.stock({ lamp: 9 });
    await the.world.settled();
    const [inventory] = the.world.instances('inventory-service');
    await inventory?.stop();
    const orders = await Promise.all(Array.from({ length: 6 }, () => place(shop, { lamp: 1 })));
    const { order } = the.world.databases;
    await until(
      'all is published',
      async () => (await order.query('SELECT FROM outbox_events')).length === 0,
    );
    await inventory?.start();
    for (const { id } of orders) await shop.reaches(id, 'CONFIRMED');

    const creations = orders.map(({ traceId }) =>
      collector
        .trace(traceId)
        .find(({ name }) => name.startsWith('create ') && name.endsWith('order.created')),
    );
    expect(creations).not.toContain(undefined);
    const batch = await until('a batch of several is traced', () =>
      collector.spans.find(
        ({ service, links }) =>
          service === 'inventory-service' &&
          links.filter(({ spanId }) => creations.some((created) => created?.spanId === spanId)).length > 1,
      ),
    );
    expect(batch.attributes).toMatchObject({
      'messaging.operation.type': 'process',
      'messaging.batch.message_count': batch.links.length,
    });
    expect(batch.parentSpanId).toBeUndefined();

    for (const { traceId, spanId } of batch.links) {
      const own = collector
        .trace(traceId)
        .find((span) => span.parentSpanId === spanId && span.name.endsWith('inventory.order'));
      expect(own?.links).toEqual([{ traceId: batch.traceId, spanId: batch.spanId }]);
    }
  });

  it('stays in its trace when it fails for a while, which log lines and spans say by the same ids', async () => {
    const { databases } = the.world;
    const shop = the.shop();
    await shop.stock({ lamp: 5 });
    const refuse = `ADD CONSTRAINT refuse CHECK (status <> 'RESERVED') NOT VALID`;
    await databases.inventory.query(`ALTER TABLE reservations ${refuse}`);
    const { traceId, id } = await place(shop, { lamp: 1 });
    const attempts = () =>
      collector.trace(traceId).filter(({ service, attributes }) => {
        const isProcessed = attributes['messaging.operation.name'] === 'process';
        return (
          isProcessed &&
          service === 'inventory-service' &&
          attributes['cloudevents.event_type'] === 'order.created'
        );
      });
    await until('it has failed', () => attempts().length > 0);
    await databases.inventory.query('ALTER TABLE reservations DROP CONSTRAINT refuse');
    await shop.reaches(id, 'CONFIRMED');
    await told(traceId, 2);

    const [failed] = attempts();
    const last = attempts().at(-1);
    expect(failed).toMatchObject({ isFailed: true, attributes: { 'error.type': '23514' } });
    expect(last).toMatchObject({ isFailed: false, parentSpanId: failed?.parentSpanId });
    expect(last?.attributes['waybill.failed_before']).toBe(attempts().length - 1);
    const [inventory] = the.world.instances('inventory-service');
    const line = inventory?.log.split('\n').find((one) => one.includes('will be tried again'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      traceId,
      spanId: failed?.spanId,
      fingerprint: failed?.attributes['waybill.error.fingerprint'],
    });
  });
});
