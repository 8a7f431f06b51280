import { newId } from '@app/platform';
import { until } from '@app/testing';
import { TellCustomerOnOrderCreated } from '../src/notifications/handlers/tell-customer-on-order-created.js';
import { TellCustomerOnOrderPaymentRequested } from '../src/notifications/handlers/tell-customer-on-order-payment-requested.js';
import { after, orderCreated } from './events.js';
import { Notifications, useNotifications } from './notifications.js';
import { PushStandIn } from './support/push-stand-in.js';

let push: PushStandIn;
beforeAll(async () => {
  push = await PushStandIn.open();
});
const service = useNotifications();
const instance = service.instance(() => push.environment);
afterAll(() => push.stop());

beforeEach(async () => {
  await service.database.query('TRUNCATE notifications, order_contacts, contacts, outbox_events CASCADE');
  push.messages.length = 0;
  push.asked = 0;
  push.react = () => 201;
});

const customerId = newId();
const contact = `/contacts/${customerId}`;
const subscribed = (...browsers: string[]) =>
  instance.request('PUT', contact, { pushSubscriptions: browsers.map((name) => push.subscribe(name)) });
const ordered = () => orderCreated(undefined, { customerId });
const settled = (status: string, count?: number) => service.settled(status, count);

describe('a push message', () => {
  it('reaches each browser of the customer once, however often the event comes, and only they can read it', async () => {
    await subscribed('phone', 'desk');
    const created = ordered();
    await instance.handle(TellCustomerOnOrderCreated, created);
    await instance.handle(TellCustomerOnOrderCreated, created);

    await settled('SENT', 2);

    const title = `We have received your order ${created.data.orderId}`;
    expect(push.messages.map(({ browser }) => browser).toSorted()).toEqual(['desk', 'phone']);
    for (const message of push.messages)
      expect(message).toMatchObject({
        payload: { title, body: `${title} and will write again shortly.` },
        ttl: 86_400,
        urgency: 'normal',
      });
    const topics = (await service.stored()).map(({ id }) => id.replaceAll('-', ''));
    expect(new Set(push.messages.map(({ topic }) => topic))).toEqual(new Set(topics));
  });

  it('holds the facts and the link', async () => {
    await subscribed('phone');
    const created = ordered();
    await instance.handle(TellCustomerOnOrderPaymentRequested, after(created).paymentRequested());

    await settled('SENT');

    expect(push.messages[0]?.payload.body).toContain('https://pay.example/s/1');
  });

  it('is no larger than any push service takes, whatever it says', async () => {
    const subscription = push.subscribe('phone');
    await instance.request('PUT', contact, { pushSubscriptions: [subscription] });
    const { status } = await instance.request('POST', '/notifications', {
      type: 'PUSH',
      recipient: subscription.endpoint,
      subject: '"ä"'.repeat(60),
      message: '"€\n😀'.repeat(4000),
    });
    expect(status).toBe(201);

    await settled('SENT');

    expect(push.messages[0]?.bytes).toBeLessThanOrEqual(4096);
    expect(push.messages[0]?.bytes).toBeGreaterThan(4000);
    expect(push.messages[0]?.payload.body).toMatch(/…$/);
  });
});

describe('a subscription that has ended', () => {
  it.each([404, 410])('by %i fails at once and is forgotten, the others are not', async (status) => {
    await subscribed('gone', 'desk');
    const before = await instance.request('GET', contact);
    push.react = (browser) => (browser === 'gone' ? status : 201);

    await instance.handle(TellCustomerOnOrderCreated, ordered());
    await settled('FAILED');
    await settled('SENT');

    const now = await instance.request('GET', contact);
    expect(now.body.pushSubscriptions).toMatchObject([{ endpoint: expect.stringMatching(/desk$/) }]);
    expect(now.headers['etag']).not.toBe(before.headers['etag']);
    expect(push.asked).toBe(2);

    await instance.handle(TellCustomerOnOrderCreated, ordered());
    await settled('SENT', 2);
    expect(push.asked).toBe(3);
  });

  it('by the customer, before the message was sent, is not written to', async () => {
    const own = await Notifications.open();
    // As many attempts as it takes until the customer has gone.
    const patient = await own.start({ ...push.environment, NOTIFICATION_MAX_ATTEMPTS: '100' });
    await patient.request('PUT', contact, { pushSubscriptions: [push.subscribe('phone')] });
    push.react = () => 500;
    await patient.handle(TellCustomerOnOrderCreated, ordered());
    await until('it was tried', () => push.asked > 0);
    await patient.request('DELETE', contact);

    await own.settled('FAILED');

    expect(await own.stored()).toMatchObject([{ error: 'the subscription has ended' }]);
    await own.close();
  });
});

describe('a failure', () => {
  it.each([429, 500, 503, 403])('of %i passes, and the message is delivered once', async (status) => {
    await subscribed('phone');
    push.react = () => (push.asked <= 2 ? status : 201);

    await instance.handle(TellCustomerOnOrderCreated, ordered());
    await settled('SENT');

    expect([push.asked, push.messages.length]).toEqual([3, 1]);
  });

  it('of one push service keeps the others waiting for nothing', async () => {
    const dead = { ...push.subscribe('dead'), endpoint: 'http://127.0.0.1:1/push/dead' };
    await instance.request('PUT', contact, { pushSubscriptions: [dead, push.subscribe('desk')] });

    await instance.handle(TellCustomerOnOrderCreated, ordered());

    await settled('SENT');
    await settled('FAILED');
    expect(push.messages).toMatchObject([{ browser: 'desk' }]);
  });

  it('of 413 is final, and the subscription stays', async () => {
    await subscribed('phone');
    push.react = () => 413;

    await instance.handle(TellCustomerOnOrderCreated, ordered());
    await settled('FAILED');

    expect((await instance.request('GET', contact)).body.pushSubscriptions).toHaveLength(1);
  });
});
