import { newId } from '@app/platform';
import { TellCustomerOnOrderCreated } from '../src/notifications/handlers/tell-customer-on-order-created.js';
import { TellCustomerOnOrderPaymentRequested } from '../src/notifications/handlers/tell-customer-on-order-payment-requested.js';
import { TellCustomerOnOrderShipped } from '../src/notifications/handlers/tell-customer-on-order-shipped.js';
import { TellShopAndSubscribersOnBackInStock } from '../src/notifications/handlers/tell-shop-and-subscribers-on-back-in-stock.js';
import { RememberSubscriptionOnSubscriptionAdded } from '../src/subscriptions/handlers/remember-subscription-on-subscription-added.js';
import { after, backInStock, orderCreated, subscribed } from './events.js';
import { Notifications, useNotifications } from './notifications.js';

const customerId = newId();
const contact = `/contacts/${customerId}`;
const email = 'ada@example.org';
const phone = '+4930123456';
const browser = (name: string) => ({
  endpoint: `https://push.example.org/${name}`,
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
});

const service = useNotifications();
const instance = service.instance({ EMAIL_PROVIDER: 'log', SMS_PROVIDER: 'log', PUSH_PROVIDER: 'log' });

beforeEach(() =>
  service.database.query(
    'TRUNCATE notifications, order_contacts, contacts, stock_subscriptions, bad_addresses CASCADE',
  ),
);

const ways = async () => (await service.stored()).map(({ channel, recipient }) => [channel, recipient]);

describe('an event of an order', () => {
  it('is told by every channel, at the addresses of the order where it names them', async () => {
    const pushSubscriptions = [browser('1'), browser('2')];
    await instance.request('PUT', contact, { email, phone, pushSubscriptions });
    const created = orderCreated({ email: 'gift@example.org' }, { customerId });

    await instance.handle(TellCustomerOnOrderCreated, created);
    await instance.handle(TellCustomerOnOrderCreated, created);

    expect(await ways()).toEqual([
      ['EMAIL', 'gift@example.org'],
      ['SMS', phone],
      ['PUSH', 'https://push.example.org/1'],
      ['PUSH', 'https://push.example.org/2'],
    ]);
  });

  it('is told by no channel that the shop has no provider for', async () => {
    const mailOnly = await service.start({ EMAIL_PROVIDER: 'log' });
    await mailOnly.handle(TellCustomerOnOrderCreated, orderCreated({ email, phone }));
    // Before it sends what the log of the other is to tell of.
    await mailOnly.stop();

    expect(await ways()).toEqual([['EMAIL', email]]);
  });

  it('is put down as skipped when the customer does not want to be told', async () => {
    await instance.request('PUT', contact, { email, phone, optOut: ['order-received'] });
    const created = orderCreated({ email }, { customerId });
    await instance.handle(TellCustomerOnOrderCreated, created);
    await instance.handle(TellCustomerOnOrderShipped, after(created).shipped());

    expect(await service.stored()).toMatchObject([
      { kind: 'order-received', status: 'SKIPPED', error: 'The customer does not want to be told.' },
      { kind: 'order-shipped', channel: 'EMAIL' },
      { kind: 'order-shipped', channel: 'SMS' },
    ]);
  });

  it('waits for the end of the quiet hours, save by e-mail and when it is urgent', async () => {
    const hour = new Date().getUTCHours();
    const time = (offset: number) => `${String((hour + offset + 24) % 24).padStart(2, '0')}:00`;
    const quietHours = { from: time(-1), to: time(3), timeZone: 'UTC' };
    await instance.request('PUT', contact, { email, phone, quietHours });
    const created = orderCreated(undefined, { customerId });
    await instance.handle(TellCustomerOnOrderCreated, created);
    await instance.handle(TellCustomerOnOrderPaymentRequested, after(created).paymentRequested());

    expect(
      await service.database.query(
        `SELECT kind, channel, coalesce(next_attempt_at > created_at + interval '1 hour', false) AS waits
         FROM notifications ORDER BY id`,
      ),
    ).toEqual([
      { kind: 'order-received', channel: 'EMAIL', waits: false },
      { kind: 'order-received', channel: 'SMS', waits: true },
      { kind: 'payment-requested', channel: 'EMAIL', waits: false },
      { kind: 'payment-requested', channel: 'SMS', waits: false },
    ]);
  });
});

it('a product that is back in stock is told by every channel of a customer, once', async () => {
  await instance.request('PUT', contact, { email, phone, pushSubscriptions: [browser('1')] });
  await instance.handle(RememberSubscriptionOnSubscriptionAdded, subscribed({ customerId }));
  const back = backInStock();
  await instance.handle(TellShopAndSubscribersOnBackInStock, back);
  await instance.handle(TellShopAndSubscribersOnBackInStock, back);

  expect(await ways()).toEqual([
    // The shop, which has named no address.
    ['EMAIL', null],
    ['EMAIL', email],
    ['SMS', phone],
    ['PUSH', 'https://push.example.org/1'],
  ]);
});

it('a mail that is refused for good keeps later ones from that address', async () => {
  const own = await Notifications.open();
  const smtp = await own.start();
  own.mailbox.react = () => ({ code: 550, at: 'recipient', text: '5.1.1 unknown' });
  const created = orderCreated({ email: 'Ada@Example.org' });
  await smtp.handle(TellCustomerOnOrderCreated, created);
  await own.settled('FAILED');

  await smtp.handle(TellCustomerOnOrderShipped, after(created).shipped());

  expect(await own.stored()).toMatchObject([
    { status: 'FAILED' },
    {
      status: 'SKIPPED',
      recipient: 'Ada@Example.org',
      error: expect.stringMatching(/^The address was given up: .*550/),
    },
  ]);
  await own.close();
});

it('the log tells that something would be sent, and neither to whom nor what', async () => {
  await instance.handle(TellCustomerOnOrderCreated, orderCreated({ email, phone }));
  await service.settled('SENT', 2);

  const lines = instance.log.filter(({ msg }) => msg === 'would send a notification');
  expect(lines.map(({ channel }) => channel)).toEqual(expect.arrayContaining(['EMAIL', 'SMS']));
  expect(JSON.stringify(instance.log)).not.toMatch(/ada@example\.org|4930123456/);
});
