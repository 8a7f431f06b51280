import { newId } from '@app/platform';
import { until } from '@app/testing';
import { EventClient } from './support/event-client.js';
import { type OrderService, useOrderSystem } from './support/order-system.js';
import { ordersIn } from './support/orders.js';
import { confirm } from './support/reservations.js';

const system = useOrderSystem({ consuming: false });
const orders = ordersIn(system);
const clients = new Set<EventClient>();
let other: OrderService;

async function open(service: OrderService, path: string, headers = {}): Promise<EventClient> {
  const client = await EventClient.open((await service.app.getUrl()) + path, headers);
  clients.add(client);
  return client;
}

const steps = (client: EventClient) => client.events.map(({ id, type }) => `${id} ${type}`);
const ofOrder = (client: EventClient, id: string) => client.events.filter(({ data }) => data.orderId === id);

beforeAll(async () => {
  await system.sell('lamp');
  other = await system.start();
});

afterEach(() => {
  for (const client of clients) client.close();
  clients.clear();
});

describe('the stream of an order', () => {
  it('tells every step from the first, then each as it is taken through another instance', async () => {
    const { id } = await orders.place();
    const client = await open(other, `/orders/${id}/events`);
    await until('the first step', () => client.events.length === 1);

    await confirm(system.service, id);
    await orders.changeStatus(id, { status: 'SHIPPED', carrier: 'Post', trackingNumber: 'P-1' });
    await until('the last step', () => client.events.length === 3);

    expect(steps(client)).toEqual(['1 order.created', '2 order.confirmed', '3 order.shipped']);
    expect(client.events[2]?.data).toMatchObject({
      orderId: id,
      version: 3,
      from: 'CONFIRMED',
      to: 'SHIPPED',
    });
    expect(client.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
      'x-correlation-id': expect.any(String) as string,
    });
  });

  it('goes on after the version that the client saw last, told by header or by query', async () => {
    const { id } = await orders.placeConfirmed();
    await orders.cancel(id);

    const byHeader = await open(other, `/orders/${id}/events`, { 'last-event-id': '1' });
    const byQuery = await open(other, `/v1/orders/${id}/events?lastEventId=2`);
    await until('both have caught up', () => byHeader.events.length === 2 && byQuery.events.length === 1);
    expect([steps(byHeader), steps(byQuery)]).toEqual([
      ['2 order.confirmed', '3 order.cancelled'],
      ['3 order.cancelled'],
    ]);
  });

  it('is not found for an order that is not there, is deleted, or is of another customer', async () => {
    const { id } = await orders.place();
    const foreign = await open(other, `/orders/${id}/events`, { 'x-customer-id': newId() });
    const missing = await open(other, `/orders/${newId()}/events`);
    await fetch(`${await system.service.app.getUrl()}/orders/${id}`, {
      method: 'DELETE',
      headers: { 'x-role': 'admin' },
    });
    const deleted = await open(other, `/orders/${id}/events`);
    expect([foreign.status, missing.status, deleted.status]).toEqual([404, 404, 404]);
  });

  it.each(['0', '-1', '1.5', '01', '9', '99999999999999999999', 'x', "1' OR 1=1", '\u00ff', '1, 1'])(
    'refuses %p as the id of a last event',
    async (lastEventId) => {
      const { id } = await orders.place();
      const answer = await system.service.http.get(`/orders/${id}/events`, { 'last-event-id': lastEventId });
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid-event-id']);
    },
  );
});

describe('the stream of all orders', () => {
  it('tells what is taken from now on, and what came before to whoever asks from the beginning', async () => {
    const before = await orders.place();
    const fromNow = await open(other, '/orders/events');
    const fromBeginning = await open(other, '/orders/events?from=beginning');
    const { id } = await orders.placeConfirmed();

    const isThere = (client: EventClient) => () => ofOrder(client, id).length === 2;
    await until('the step is told', isThere(fromNow));
    await until('the step is told from the beginning on', isThere(fromBeginning));
    const told = ofOrder(fromNow, id).map(({ type }) => type);
    expect(told).toEqual(['order.created', 'order.confirmed']);
    expect(ofOrder(fromBeginning, before.id)).toHaveLength(1);
  });

  it('shows a customer their own orders only, whatever they ask for', async () => {
    const { id } = await orders.place();
    const { customerId } = await orders.find(id);
    await orders.place();

    const own = await open(other, '/orders/events?from=beginning', { 'x-customer-id': customerId });
    await confirm(system.service, id);
    await until('both steps are told', () => own.events.length === 2);
    expect(own.events.every(({ data }) => data.customerId === customerId)).toBe(true);

    const foreign = await system.service.http.get(`/orders/events?customerId=${newId()}`, {
      'x-customer-id': customerId,
    });
    const nameless = await system.service.http.get('/orders/events', { 'x-role': 'customer' });
    expect([foreign.body.code, nameless.body.code]).toEqual(['foreign-events', 'foreign-events']);
  });

  it('lets through the types that are asked for', async () => {
    const path = '/orders/events?type=order.confirmed&type=order.cancelled';
    const client = await open(other, path);
    const { id } = await orders.placeConfirmed();
    await orders.cancel(id);
    await until('two steps are told', () => ofOrder(client, id).length === 2);
    const told = ofOrder(client, id).map(({ type }) => type);
    expect(told).toEqual(['order.confirmed', 'order.cancelled']);
    expect((await system.service.http.get('/orders/events?type=order.lost')).status).toBe(400);
  });

  it('gives an id at once, so that who connects again before the first event misses nothing', async () => {
    const first = await open(other, '/orders/events');
    await until('there is an id', () => first.lastEventId !== '');
    first.close();
    const { id } = await orders.place();

    const again = await open(other, '/orders/events', { 'last-event-id': first.lastEventId });
    await until('the step is told', () => ofOrder(again, id).length === 1);
  });

  it.each([
    '1',
    '-',
    '0-',
    'a-b-c',
    '00-1',
    'A-1',
    '10000000000000000-0',
    'zzzzzzzzzzzzz-0',
    '1-zzzzzzzzzzzzz',
    'ffffffffffffffff-0',
    '1-8000000000000000',
    "1'-1",
    ' ',
  ])('refuses %p as the id of a last event', async (lastEventId) => {
    const path = `/orders/events?lastEventId=${encodeURIComponent(lastEventId)}`;
    const answer = await system.service.http.get(path);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-event-id']);
  });

  it('answers HEAD without opening a stream', async () => {
    const { status } = await fetch(`${await other.app.getUrl()}/orders/events`, { method: 'HEAD' });
    expect(status).toBe(200);
    await until('no stream is open', async () => {
      const metrics = await (await fetch(`${await other.app.getUrl()}/metrics`)).text();
      return /^event_streams_open 0$/m.test(metrics);
    });
  });
});

describe('the description of the API', () => {
  it.each(['/orders/events', '/orders/{id}/events'])('shows what comes from %s', async (path) => {
    const { body } = await system.service.http.get<{ paths: Record<string, unknown> }>('/api/docs-json');
    const example = expect.stringMatching(/^retry: 2000\n\n[^]*event: order\.shipped\ndata: \{/) as string;
    expect(body.paths[path]).toMatchObject({
      get: { responses: { 200: { content: { 'text/event-stream': { example } } } } },
    });
  });
});
