import { newId } from '@app/platform';
import { until } from '@app/testing';
import { TellCustomerOnOrderCreated } from '../src/notifications/handlers/tell-customer-on-order-created.js';
import { TellCustomerOnOrderShipped } from '../src/notifications/handlers/tell-customer-on-order-shipped.js';
import { after, orderCreated } from './events.js';
import { Notifications, useNotifications } from './notifications.js';
import { type TwilioReaction, TwilioStandIn } from './support/twilio-stand-in.js';

const phone = '+4930123456';

let twilio: TwilioStandIn;
beforeAll(async () => {
  twilio = await TwilioStandIn.open();
});
const service = useNotifications();
const instance = service.instance(() => twilio.environment);
afterAll(() => twilio.stop());

beforeEach(async () => {
  await service.database.query(
    'TRUNCATE notifications, order_contacts, contacts, bad_addresses, outbox_events CASCADE',
  );
  twilio.texts.length = 0;
  twilio.asked = 0;
  twilio.react = () => 'queue';
});

const settled = (...statuses: string[]) =>
  until('all is settled', async () => {
    const stored = await service.stored();
    return stored.length === statuses.length && stored.every(({ status }) => statuses.includes(status));
  });

describe('a text', () => {
  it('tells the customer the facts, once, however often the event comes', async () => {
    const created = orderCreated({ phone });
    const shipped = after(created).shipped({ carrier: 'DHL', trackingNumber: 'JD014600' });
    await instance.handle(TellCustomerOnOrderCreated, created);
    await instance.handle(TellCustomerOnOrderShipped, shipped);
    await instance.handle(TellCustomerOnOrderShipped, shipped);

    await settled('SENT', 'SENT');

    const { orderId } = created.data;
    const bodies = [
      `We have received your order ${orderId} and will write again shortly.`,
      `Your order ${orderId} is on its way. Tracking number: JD014600`,
    ];
    expect(twilio.texts).toHaveLength(2);
    expect(twilio.texts).toEqual(
      expect.arrayContaining(bodies.map((body) => ({ to: phone, sender: '+15005550006', body }))),
    );
    expect((await service.outcomes()).map(({ type }) => type)).toEqual([
      'notification.sent',
      'notification.sent',
    ]);
  });

  it('is cut to what Twilio takes', async () => {
    await instance.request('POST', '/notifications', {
      type: 'SMS',
      recipient: phone,
      subject: 'Long',
      message: 'x'.repeat(5000),
    });

    await settled('SENT');

    expect(twilio.texts[0]?.body).toBe(`${'x'.repeat(1599)}…`);
  });

  it('goes by the messaging service if there is one', async () => {
    const own = await Notifications.open();
    const env = { ...twilio.environment, TWILIO_MESSAGING_SERVICE_SID: 'MG1' };
    await (await own.start(env)).handle(TellCustomerOnOrderCreated, orderCreated({ phone }));

    await until('it is sent', () => twilio.texts.length === 1);
    await own.close();

    expect(twilio.texts).toMatchObject([{ sender: 'MG1' }]);
  });
});

describe('a number that Twilio refuses for good', () => {
  it.each([
    [21211, `The 'To' number ${phone} is not a valid phone number.`],
    [21614, `'To' number ${phone} is not a mobile number`],
    [21610, 'Attempt to send to unsubscribed recipient'],
  ])('by %i fails at once and is not tried by later events', async (code, message) => {
    twilio.react = () => ({ status: 400, code, message });
    const created = orderCreated({ phone });
    await instance.handle(TellCustomerOnOrderCreated, created);
    await settled('FAILED');

    await instance.handle(TellCustomerOnOrderShipped, after(created).shipped());

    const [failed, skipped] = await service.stored();
    const reason = `Twilio 400/${code}: ${message.replace(phone, '<number>')}`;
    expect([failed?.error, skipped?.status, skipped?.recipient, skipped?.error]).toEqual([
      reason,
      'SKIPPED',
      phone,
      `The address was given up: ${reason}`,
    ]);
    expect(twilio.asked).toBe(1);
  });

  it('gets another chance when the contact is saved again', async () => {
    const customerId = newId();
    twilio.react = () => ({ status: 400, code: 21610, message: 'unsubscribed' });
    await instance.request('PUT', `/contacts/${customerId}`, { phone });
    const created = orderCreated(undefined, { customerId });
    await instance.handle(TellCustomerOnOrderCreated, created);
    await settled('FAILED');
    twilio.react = () => 'queue';

    await instance.request('PUT', `/contacts/${customerId}`, { phone });
    await instance.handle(TellCustomerOnOrderShipped, after(created).shipped());

    await until('it is sent', () => twilio.texts.length === 1);
  });
});

describe('a failure', () => {
  it.each<[string, TwilioReaction]>([
    ['of too many requests', { status: 429, code: 20429, message: 'Too Many Requests' }],
    ['of Twilio itself', { status: 500, code: 20500, message: 'Internal Server Error' }],
    ['of a gateway that speaks no JSON', 'gibberish'],
    ['of a connection that was cut', 'hang-up'],
  ])('%s passes, and the text is sent once', async (_, reaction) => {
    twilio.react = () => (twilio.asked <= 2 ? reaction : 'queue');

    await instance.handle(TellCustomerOnOrderCreated, orderCreated({ phone }));
    await settled('SENT');

    expect([twilio.asked, twilio.texts.length]).toEqual([3, 1]);
    expect(await service.stored()).toMatchObject([{ attempts: 3 }]);
  });

  it('that is due to the text is final, and says nothing about the number', async () => {
    twilio.react = () => ({ status: 400, code: 30007, message: 'filtered' });

    await instance.handle(TellCustomerOnOrderCreated, orderCreated({ phone }));
    await settled('FAILED');

    expect(await service.database.query('SELECT * FROM bad_addresses')).toEqual([]);
  });

  it('of our own account loses nothing and counts for nothing', async () => {
    twilio.react = () =>
      twilio.asked <= 1 ? { status: 401, code: 20003, message: 'Authenticate' } : 'queue';

    await instance.handle(TellCustomerOnOrderCreated, orderCreated({ phone }));
    await settled('SENT');

    expect(await service.stored()).toMatchObject([{ attempts: 1 }]);
  });

  it('to reach Twilio loses nothing and counts for nothing', async () => {
    await twilio.stop();
    await instance.handle(TellCustomerOnOrderCreated, orderCreated({ phone }));
    await until('it has been noticed', async () => (await service.stored())[0]?.error !== null);
    await twilio.start();

    await settled('SENT');

    expect(await service.stored()).toMatchObject([{ attempts: 1 }]);
  });
});
