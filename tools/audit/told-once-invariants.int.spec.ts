import { type DomainEvent, OrderCancelledNotification, OrderNotification, stamp } from '@app/contracts';
import { newId } from '@app/platform';
import { AlertShopOnLowStock } from '../../apps/notification-service/src/notifications/handlers/alert-shop-on-low-stock.js';
import { TellCustomerOnOrderCancelledNotification } from '../../apps/notification-service/src/notifications/handlers/tell-customer-on-order-cancelled-notification.js';
import { TellOnOrderNotification } from '../../apps/notification-service/src/notifications/handlers/tell-on-order-notification.js';
import { TellShopAndSubscribersOnBackInStock } from '../../apps/notification-service/src/notifications/handlers/tell-shop-and-subscribers-on-back-in-stock.js';
import { RememberSubscriptionOnSubscriptionAdded } from '../../apps/notification-service/src/subscriptions/handlers/remember-subscription-on-subscription-added.js';
import { backInStock, lowStock, subscribed } from '../../apps/notification-service/test/events.js';
import { type Instance, Notifications } from '../../apps/notification-service/test/notifications.js';
import { AT_REST, judge, type Limits } from './invariant.mjs';
import { toldOnceInvariants } from './told-once-invariants.mjs';

/** A row beside the one it is made from. */
const another = (changes: string, where: string) =>
  `INSERT INTO notifications SELECT (again).* FROM (SELECT jsonb_populate_record(n, jsonb_build_object(
     'id', gen_random_uuid(), ${changes})) AS again FROM notifications AS n ${where} LIMIT 1) AS copy`;

const OTHER_EVENT = `'event_id', gen_random_uuid()`;

describe('the audit of notifications that are due', () => {
  let service: Notifications;
  let instance: Instance;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    service = await Notifications.open();
    // What is stored shall stay as it was stored.
    await service.mailbox.stop();
    instance = await service.start({ ALERT_EMAIL: 'shop@example.org' });
    await wait();
    await comeBack();
    await runLow();
    await request();
  });
  afterAll(() => service.close());

  const wait = async () => {
    for (const email of ['ada@example.org', 'ben@example.org'])
      await instance.handle(RememberSubscriptionOnSubscriptionAdded, subscribed({ email }));
    const customers = [newId(), newId()];
    for (const customerId of customers)
      await instance.handle(RememberSubscriptionOnSubscriptionAdded, subscribed({ customerId }));
  };
  const comeBack = async () => {
    await instance.handle(TellShopAndSubscribersOnBackInStock, backInStock());
    await instance.handle(RememberSubscriptionOnSubscriptionAdded, subscribed({ email: 'eve@example.org' }));
  };
  /** One is told, and three by a second one. */
  const runLow = async () => {
    for (let alert = 0; alert < 4; alert += 1) await instance.handle(AlertShopOnLowStock, lowStock());
    await instance.handle(AlertShopOnLowStock, lowStock('shade-07'));
  };
  /** Requests of other systems, as their consumer leaves them, and of clients. */
  const request = async () => {
    const [told, cancelled] = [newId(), newId()];
    await instance.handle(
      TellOnOrderNotification,
      asked(OrderNotification.of(first(told), { requestId: told, recipient: 'ada@example.org', ...WORDS })),
    );
    const about = { requestId: cancelled, customerId: newId(), orderId: newId(), reason: 'sold out' };
    await instance.handle(
      TellCustomerOnOrderCancelledNotification,
      asked(OrderCancelledNotification.of(first(cancelled), about)),
    );
    for (const requestId of [told, cancelled])
      await service.database.query(`INSERT INTO stream_positions VALUES ('notification-request', $1, 1)`, [
        requestId,
      ]);
    const wish = { type: 'EMAIL', recipient: 'ada@example.org', metadata: { requestId: told }, ...WORDS };
    await instance.request('POST', '/notifications', wish);
    await instance.request('POST', '/notifications', wish, { 'idempotency-key': 'k1' });
    Object.assign(ids, { told, cancelled });
  };

  const audit = (limits: Limits = AT_REST) => judge(toldOnceInvariants, service.database, limits);

  /** The names of the claims that are broken once this was done, which is undone again. */
  const brokenBy = async (corruption: string, limits?: Limits): Promise<string[]> => {
    const { database } = service;
    await database.query('BEGIN');
    try {
      await database.query(corruption);
      return (await audit(limits)).filter(({ count }) => count > 0).map(({ name }) => name);
    } finally {
      await database.query('ROLLBACK');
    }
  };

  it('finds nothing where alerts were merged, subscribers told and requests of others and of clients stored', async () => {
    expect((await audit()).map(({ name, count }) => [name, count])).toEqual([
      ['requests-once', 0],
      ['answers-true', 0],
      ['digests-tell-all', 0],
      ['subscribers-once', 0],
    ]);
    expect(await audit({ deadlineMs: 0, retentionDays: 1 })).toEqual(await audit());
  });

  it.each<[string, () => string, string[]]>([
    [
      'a request that nobody was told of',
      () => `DELETE FROM notifications WHERE metadata ->> 'requestId' = '${ids['cancelled']}'`,
      ['requests-once'],
    ],
    [
      'a notification of a request that was never handled',
      () => `DELETE FROM stream_positions WHERE subject = '${ids['told']}'`,
      ['requests-once'],
    ],
    [
      'a request that was told twice to one address',
      () => another(OTHER_EVENT, `WHERE cause ->> 'causationid' = '${ids['told']}'`),
      ['requests-once'],
    ],
    [
      'a request that was told as two kinds',
      () =>
        another(
          `'kind', 'order-cancelled', 'channel', 'SMS'`,
          `WHERE cause ->> 'causationid' = '${ids['told']}'`,
        ),
      ['requests-once'],
    ],
    [
      'an answer to a client about what is not there',
      () => `DELETE FROM notifications WHERE id = (SELECT (response ->> 'id')::uuid FROM idempotency_keys)`,
      ['answers-true'],
    ],
    [
      'an alert that the one telling it does not count',
      () => another(OTHER_EVENT, `WHERE kind = 'low-stock' AND status = 'SKIPPED'`),
      ['digests-tell-all'],
    ],
    [
      'an alert told by one about another product',
      () =>
        `UPDATE notifications SET metadata = metadata || '{"productId":"shade-07"}' WHERE status = 'SKIPPED' AND kind = 'low-stock'`,
      ['digests-tell-all'],
    ],
    [
      'alerts whose teller is gone',
      () => `DELETE FROM notifications WHERE metadata ? 'alerts'`,
      ['digests-tell-all'],
    ],
    [
      'a digest that stands for alerts that never were',
      () =>
        `UPDATE notifications SET metadata = metadata || '{"alerts":2}' WHERE kind = 'low-stock' AND NOT metadata ? 'alerts' AND status <> 'SKIPPED'`,
      ['digests-tell-all'],
    ],
    [
      'a subscriber who was told of two returns',
      () =>
        another(
          `${OTHER_EVENT}, 'cause', jsonb_build_object('causationid', gen_random_uuid())`,
          `WHERE kind = 'back-in-stock-customer'`,
        ),
      ['subscribers-once'],
    ],
    [
      'a subscriber who was told and still waits',
      () =>
        `INSERT INTO stock_subscriptions SELECT (metadata ->> 'subscriptionId')::uuid, 'lamp-01', recipient, NULL, now()
         FROM notifications WHERE kind = 'back-in-stock-customer' AND recipient = 'ada@example.org'`,
      ['subscribers-once'],
    ],
  ])('finds %s', async (_, corruption, found) => {
    expect(await brokenBy(corruption())).toEqual(found);
  });

  it('misses nothing but what retention may have deleted', async () => {
    const kept = { deadlineMs: 0, retentionDays: 30 };
    const old = `updated_at = now() - interval '31 days'`;
    expect(await brokenBy(`DELETE FROM notifications WHERE cause ? 'causationid'`, kept)).toEqual([]);
    expect(await brokenBy(`DELETE FROM notifications WHERE status = 'SKIPPED'`, kept)).toEqual([]);
    expect(await brokenBy(`DELETE FROM notifications WHERE metadata ? 'alerts'`, kept)).toEqual([
      'digests-tell-all',
    ]);
    expect(
      await brokenBy(
        `WITH gone AS (DELETE FROM notifications WHERE metadata ? 'alerts')
        UPDATE notifications SET ${old} WHERE status = 'SKIPPED'`,
        kept,
      ),
    ).toEqual([]);
  });
});

const WORDS = { subject: 'Your parcel waits', message: 'Come and fetch it.' };
const first = (id: string) => ({ id, version: 1 });
const asked = <E extends DomainEvent>(draft: Parameters<typeof stamp<E>>[0]) =>
  stamp(draft, { id: newId(), time: new Date(), cause: { tenant: 'default', correlationid: newId() } });
