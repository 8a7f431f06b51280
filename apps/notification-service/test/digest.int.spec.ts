import type { LowStock } from '@app/contracts';
import { Transactions } from '@app/messaging';
import { newId } from '@app/platform';
import { until } from '@app/testing';
import { AlertShopOnLowStock } from '../src/notifications/handlers/alert-shop-on-low-stock.js';
import { lowStock } from './events.js';
import { useNewNotifications } from './notifications.js';

interface Alert {
  readonly id: string;
  readonly status: string;
  readonly subject: string;
  readonly message: string;
  readonly error: string | null;
  readonly metadata: { readonly productId: string; readonly alerts?: number };
  /** Seconds until it is due. */
  readonly dueIn: number | null;
}

const HOUR = 3600;
// A connection for each alert that comes at the same time: they wait for each other's locks, and not for the pool.
const env = { ALERT_EMAIL: 'shop@example.org', DB_POOL_SIZE: '12' };

const service = useNewNotifications();
const instance = service.instance(env);

const alerts = () =>
  service.database.query<Alert>(
    `SELECT id, status, subject, message, error, metadata,
            extract(epoch FROM next_attempt_at - now())::int AS "dueIn" FROM notifications ORDER BY id`,
  );

const alert = (...[first, ...rest]: LowStock[]) => instance.handle(AlertShopOnLowStock, first!, ...rest);

const sent = (count: number) =>
  until(`${count} mails are sent`, () => service.mailbox.mails.length === count).then(() =>
    until('they are noted down', async () => ((await service.statuses())['SENDING'] ?? 0) === 0),
  );

const left = (productId: string, available: number): LowStock => {
  const event = lowStock(productId);
  return { ...event, data: { ...event.data, available } };
};

describe('alerts about one product', () => {
  it('are told at once, then at most once an hour, with the latest figures and their number', async () => {
    await alert(left('lamp-01', 5));
    await sent(1);
    for (const available of [4, 3, 2]) await alert(left('lamp-01', available));

    const [told, held, ...merged] = await alerts();
    expect(told).toMatchObject({ status: 'SENT', subject: 'Low stock: Desk lamp' });
    expect(held).toMatchObject({
      status: 'PENDING',
      subject: 'Low stock: Desk lamp (3×)',
      message: expect.stringContaining('Available: 2'),
      metadata: { productId: 'lamp-01', alerts: 3 },
    });
    expect(held!.dueIn).toBeGreaterThan(HOUR - 60);
    expect(held!.dueIn).toBeLessThanOrEqual(HOUR);
    const toldBy = { status: 'SKIPPED', error: `digest: told by notification ${held!.id}`, dueIn: null };
    expect(merged).toMatchObject([toldBy, toldBy]);
    expect(service.mailbox.mails).toHaveLength(1);
  });

  it('are told again once the hour is over', async () => {
    await alert(left('lamp-01', 5));
    await sent(1);
    await service.database.query("UPDATE notifications SET sent_at = now() - interval '61 minutes'");

    await alert(left('lamp-01', 4));
    await sent(2);

    expect(await service.statuses()).toEqual({ SENT: 2 });
  });

  it('are merged into the first one as long as that has not been tried', async () => {
    const cause = { tenant: 'default', correlationid: newId() };
    await instance.app.get(Transactions).run(cause, async (tx) => {
      const handler = instance.app.get(AlertShopOnLowStock);
      await handler.handle([left('lamp-01', 5)], tx);
      await handler.handle([left('lamp-01', 4)], tx);
    });
    await sent(1);

    expect(service.mailbox.mails[0]?.raw).toContain('Available: 4');
    expect(await service.statuses()).toEqual({ SENT: 1, SKIPPED: 1 });
  });

  it('are not held up by one that failed', async () => {
    service.mailbox.react = () => ({ code: 550, at: 'recipient' });
    await alert(left('lamp-01', 5));
    await until('it failed', async () => (await service.statuses())['FAILED'] === 1);

    service.mailbox.react = () => 'take';
    await alert(left('lamp-01', 4));
    await sent(1);
  });

  it('hold up none about another', async () => {
    await alert(left('lamp-01', 5), left('shade-07', 2));
    await sent(2);
    await alert(left('lamp-01', 4), left('desk-03', 1));
    await sent(3);

    expect(await service.statuses()).toEqual({ SENT: 3, PENDING: 1 });
  });

  it('are all told at once when nobody wants a digest', async () => {
    const eager = await service.start({ ...env, LOW_STOCK_DIGEST_MS: '0' });

    for (const available of [4, 3, 2]) await eager.handle(AlertShopOnLowStock, left('lamp-01', available));
    await sent(3);

    expect(await service.statuses()).toEqual({ SENT: 3 });
  });

  it('are counted exactly when two instances hear of them at the same time', async () => {
    const other = await service.start(env);
    await alert(left('lamp-01', 50), left('shade-07', 50));
    await sent(2);

    const both = (available: number): [LowStock, LowStock] => [
      left('lamp-01', available),
      left('shade-07', available),
    ];
    await Promise.all(
      Array.from({ length: 20 }, (_, place) => {
        const [lamp, shade] = both(place);
        return place % 2 === 0
          ? instance.handle(AlertShopOnLowStock, lamp, shade)
          : other.handle(AlertShopOnLowStock, shade, lamp);
      }),
    );

    expect(await service.statuses()).toEqual({ SENT: 2, PENDING: 2, SKIPPED: 38 });
    const held = (await alerts()).filter(({ status }) => status === 'PENDING');
    expect(held.map(({ metadata }) => metadata.alerts)).toEqual([20, 20]);
    expect(service.mailbox.mails).toHaveLength(2);
  });
});
