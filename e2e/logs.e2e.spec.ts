import { type AppName, ask, type Reply, Shop, startWorld, until, type World } from '@app/testing';
import { randomBytes } from 'node:crypto';

interface Line {
  readonly msg?: string;
  readonly level?: number;
  readonly correlationId?: string;
  readonly correlationIds?: readonly string[];
  readonly [field: string]: unknown;
}

// What no line may hold. None of it occurs anywhere else, and none of it is in an id.
const MARK = `Mark${randomBytes(4).toString('hex')}`;
const EMAIL = `ada.${MARK}@example.org`;
const REFUSED = `no.${MARK}@example.org`;
const PHONE = `+49151${String(Date.now()).slice(-8)}`;
const SECRET = `Secret${randomBytes(8).toString('hex')}`;
const PERSON = {
  contact: { email: EMAIL, phone: PHONE },
  notes: `for ${MARK}, second floor`,
  shippingAddress: {
    name: `Ada ${MARK}`,
    street: `${MARK} street 1`,
    postalCode: '10115',
    city: `${MARK}-on-Sea`,
    country: 'DE',
  },
};
const PRIVATE = new RegExp([MARK, PHONE.slice(1), SECRET].join('|'), 'i');

const OUTCOMES = ['request answered', 'request refused', 'request failed'];
const OF_A_CHAIN = [
  ...OUTCOMES,
  'batch handled',
  'dead letter',
  'failed, will be tried again',
  'notification sent',
  'notification given up',
];

describe('the logs of an order that belongs to somebody, at debug', () => {
  const heard: string[] = [];
  const replies: Reply[] = [];
  let world: World;
  let shop: Shop;
  beforeAll(async () => {
    world = await startWorld({
      environment: {
        LOG_LEVEL: 'debug',
        SMS_PROVIDER: 'log',
        PRICE_LOOKUP_TIMEOUT_MS: '500',
        STRIPE_WEBHOOK_SECRET: `whsec_${SECRET}`,
      },
      hear: (_app, line) => heard.push(line),
    });
    shop = new Shop(world);
  });
  afterAll(() => world.end());

  /** With secrets in every place where there can be some. */
  async function asked(app: AppName, path: string, request: { method?: string; body?: unknown } = {}) {
    const headers = {
      authorization: `Bearer ${SECRET}`,
      cookie: `session=${SECRET}`,
      'x-api-key': SECRET,
      'idempotency-key': `key-${randomBytes(4).toString('hex')}`,
    };
    const reply = await ask(`${world.url(app)}${path}`, { headers, ...request });
    replies.push(reply);
    return reply;
  }
  const lines = (): Line[] =>
    heard.filter((text) => text.startsWith('{')).map((text) => JSON.parse(text) as Line);
  const said = (msg: string): Line[] => lines().filter((line) => line.msg === msg);
  const saidSoon = (msg: string) => until(`a line says: ${msg}`, () => said(msg).length > 0);

  it('come about: an order goes its way, and everything that can fail does', async () => {
    await shop.stock({ lamp: 50, cursed: 5 });
    const body = shop.orderOf({ lamp: 1 }, PERSON);
    const placed = await asked('order-service', `/orders?token=${SECRET}`, { method: 'POST', body });
    expect(placed.status).toBe(201);
    const { id } = placed.body as { id: string };
    await shop.reaches(id, 'CONFIRMED');
    await shop.change(id, { status: 'SHIPPED' });
    await shop.change(id, { status: 'DELIVERED', signature: MARK });
    await world.settled();
    expect(world.mailbox.to(EMAIL).length).toBeGreaterThan(2);

    // The mail server does not know the recipient, and repeats who that was.
    world.mailbox.react = (to, at) =>
      to === REFUSED && at === 'recipient'
        ? { code: 550, at, text: `<${to}>: 5.1.1 no such mailbox` }
        : 'take';
    await shop.place({ lamp: 1 }, { ...PERSON, contact: { email: REFUSED } });
    await saidSoon('notification given up');
    await world.settled();
  });

  it('come about: requests that nobody can serve', async () => {
    const contact = `/contacts/${shop.orderOf({}).customerId}`;
    await asked('notification-service', contact, {
      method: 'PUT',
      body: { email: EMAIL, phone: PHONE, nickname: MARK },
    });
    await asked('notification-service', `/notifications/recipient/${encodeURIComponent(EMAIL)}`);
    await asked('notification-service', `/notifications/recipient/${encodeURIComponent(PHONE)}`);
    await asked('order-service', `/orders/${MARK}`);
    await asked('order-service', `/nowhere/${MARK}`);
    await asked('order-service', `/orders?q=${MARK}&password=${SECRET}`);
    await asked('order-service', '/orders', { method: 'POST', body: `{"notes": "${MARK}", ${MARK}}` });
    await asked('order-service', '/orders', { method: 'POST', body: { ...PERSON, [MARK]: MARK } });
    await asked('order-service', '/orders', { method: 'POST', body: { notes: MARK.repeat(200_000) } });
    expect(replies.slice(-9).map(({ status }) => status)).toEqual([
      400, 200, 200, 400, 404, 400, 400, 400, 413,
    ]);
  });

  it('come about: rows that the database refuses, with their values', async () => {
    const { order, notification } = world.databases;
    const refuse = (table: string, what: string) =>
      `ALTER TABLE ${table} ADD CONSTRAINT cursed CHECK (${what}) NOT VALID`;
    await order.query(refuse('orders', `contact->>'email' <> '${EMAIL}'`));
    const body = shop.orderOf({ lamp: 1 }, PERSON);
    expect((await asked('order-service', '/orders', { method: 'POST', body })).status).toBe(500);
    await order.query('ALTER TABLE orders DROP CONSTRAINT cursed');
    await notification.query(refuse('notifications', `recipient <> '${EMAIL}'`));
    await shop.place({ lamp: 1 }, PERSON);
    await saidSoon('dead letter');
    await notification.query('ALTER TABLE notifications DROP CONSTRAINT cursed');
  });

  it('come about: messages that are no events, and a question that nobody answers', async () => {
    const inbound = world.topology.inbound.find(({ queue }) => queue.endsWith('notification.order'));
    const queue = inbound?.queue ?? '';
    const dead = said('dead letter').length;
    await world.probe.publish('', queue, `{"name": ${MARK} <${EMAIL}>}`);
    await world.probe.publish('', queue, JSON.stringify({ id: MARK, data: PERSON }));
    await until('both are dead letters', () => said('dead letter').length === dead + 2);

    await world.instances('inventory-service')[0]?.stop();
    const items = [{ productId: 'unheard-of', quantity: 1 }];
    const body = { ...shop.orderOf({}), ...PERSON, items };
    expect((await asked('order-service', '/orders', { method: 'POST', body })).status).toBe(503);
    await world.instances('inventory-service')[0]?.start();
  });

  it('hold none of it', () => {
    expect(heard.filter((line) => PRIVATE.test(line))).toEqual([]);
    for (const msg of [...OF_A_CHAIN, 'would send a notification'])
      expect([msg, said(msg).length > 0]).toEqual([msg, true]);
    expect(heard.filter((line) => !line.startsWith('{'))).toEqual([]);
  });

  it('tell what became of each request in one line, under the id that its answer carries', () => {
    const outcomes = lines().filter(({ msg = '' }) => OUTCOMES.includes(msg));
    for (const { headers, status } of replies) {
      const id = headers.get('x-correlation-id');
      expect(outcomes.filter(({ correlationId }) => correlationId === id)).toMatchObject([{ status }]);
    }
  });

  it('say of everything which chain it belongs to', () => {
    const chained = lines().filter(({ msg = '' }) => OF_A_CHAIN.includes(msg));
    // What cannot be read names none.
    const silent = chained.filter(
      (line) =>
        line.correlationId === undefined && line.correlationIds === undefined && line['type'] !== undefined,
    );
    expect(silent).toEqual([]);
  });
});
