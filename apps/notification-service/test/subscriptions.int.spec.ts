import { Transactions } from '@app/messaging';
import { newId } from '@app/platform';
import { TellShopAndSubscribersOnBackInStock } from '../src/notifications/handlers/tell-shop-and-subscribers-on-back-in-stock.js';
import { ForgetSubscriptionOnSubscriptionRemoved } from '../src/subscriptions/handlers/forget-subscription-on-subscription-removed.js';
import { RememberSubscriptionOnSubscriptionAdded } from '../src/subscriptions/handlers/remember-subscription-on-subscription-added.js';
import { backInStock, subscribed, unsubscribed } from './events.js';
import { useNotifications } from './notifications.js';

const ada = 'ada@example.org';

const service = useNotifications({ mails: false });
const instance = service.instance();

beforeEach(() => service.database.query('TRUNCATE notifications, stock_subscriptions, contacts CASCADE'));

async function subscribe(who: { email?: string; customerId?: string }, productId?: string) {
  const added = subscribed(who, productId);
  await instance.handle(RememberSubscriptionOnSubscriptionAdded, added);
  return added;
}

/** What customers are told; the shop is told besides. */
const letters = async () => (await service.stored()).filter(({ kind }) => kind === 'back-in-stock-customer');

const waiting = async (): Promise<number> => {
  const [row] = await service.database.query<{ count: string }>('SELECT count(*) FROM stock_subscriptions');
  return Number(row?.count);
};

/** As if this many had subscribed to the product, the one of the highest number first. */
const crowd = (count: number, productId = 'lamp-01') =>
  service.database.query(
    `INSERT INTO stock_subscriptions (subscription_id, product_id, email, created_at)
     SELECT gen_random_uuid(), $2, 'c' || n || '@example.org', now() - make_interval(secs => n)
     FROM generate_series(1, $1::int) AS n`,
    [count, productId],
  );

describe('a product that is back in stock', () => {
  it('is told to who waits for it, and to nobody who waits for another', async () => {
    const customerId = newId();
    await instance.request('PUT', `/contacts/${customerId}`, { email: 'book@example.org' });
    const { data } = await subscribe({ email: ada });
    await subscribe({ customerId });
    await subscribe({ email: 'bob@example.org' }, 'shade-07');

    await instance.handle(TellShopAndSubscribersOnBackInStock, backInStock());

    const kind = 'back-in-stock-customer';
    expect(await letters()).toMatchObject([
      {
        kind,
        recipient: ada,
        subject: 'Desk lamp is back in stock',
        metadata: { productId: 'lamp-01', subscriptionId: data.subscriptionId },
      },
      { kind, recipient: 'book@example.org', metadata: { productId: 'lamp-01', customerId } },
    ]);
    expect(await waiting()).toBe(1);
  });

  it('is told once: neither again by the same event nor by the next one', async () => {
    const added = await subscribe({ email: ada });
    const back = backInStock();

    await instance.handle(TellShopAndSubscribersOnBackInStock, back);
    await instance.handle(RememberSubscriptionOnSubscriptionAdded, added);
    await instance.handle(TellShopAndSubscribersOnBackInStock, back);
    await instance.handle(TellShopAndSubscribersOnBackInStock, backInStock());

    expect(await letters()).toHaveLength(1);
    expect(await waiting()).toBe(0);
  });

  it('is told once to an address that waits for it twice', async () => {
    const customerId = newId();
    await instance.request('PUT', `/contacts/${customerId}`, { email: ada });
    await subscribe({ email: ada });
    await subscribe({ customerId });

    await instance.handle(TellShopAndSubscribersOnBackInStock, backInStock());

    expect(await letters()).toMatchObject([{ recipient: ada }]);
    expect(await waiting()).toBe(0);
  });

  it('leaves a skipped notification for each who cannot be reached', async () => {
    const customers = [newId(), newId()];
    for (const customerId of customers) await subscribe({ customerId });

    await instance.handle(TellShopAndSubscribersOnBackInStock, backInStock());

    const error = 'No e-mail address of the customer is known.';
    expect(await letters()).toMatchObject(
      customers.map((customerId) => ({
        status: 'SKIPPED',
        recipient: null,
        error,
        metadata: { customerId },
      })),
    );
  });

  it('is not told to who no longer wants to know', async () => {
    const added = await subscribe({ email: ada });
    const removed = unsubscribed(added);

    await instance.handle(ForgetSubscriptionOnSubscriptionRemoved, removed);
    await instance.handle(ForgetSubscriptionOnSubscriptionRemoved, removed);
    await instance.handle(TellShopAndSubscribersOnBackInStock, backInStock());

    expect(await letters()).toEqual([]);
  });

  it('cannot put a header or markup into the mail, whatever it is called', async () => {
    await subscribe({ email: ada });

    await instance.handle(
      TellShopAndSubscribersOnBackInStock,
      backInStock('lamp-01', 'Lamp\r\nBcc: all@example.org\r\n\r\n<img src=x onerror="alert(1)">'),
    );

    const [letter] = await letters();
    expect(letter?.subject).toBe('Lamp Bcc: all@example.org <img src=x onerror="alert(1)"> is back in stock');
    expect(instance.html(letter)).not.toContain('<img');
    expect(instance.html(letter)).toContain('&lt;img src&#x3D;x onerror&#x3D;&quot;alert(1)&quot;&gt;');
  });

  it('is told to all ten thousand who wait for it, who asked first before the others', async () => {
    await crowd(10_000);

    await instance.handle(TellShopAndSubscribersOnBackInStock, backInStock());

    const told = await letters();
    expect(told.map(({ recipient }) => recipient)).toEqual(
      Array.from({ length: 10_000 }, (_, index) => `c${10_000 - index}@example.org`),
    );
    expect(told.filter(({ status }) => status === 'SKIPPED')).toEqual([]);
    expect(await waiting()).toBe(0);
  }, 600_000);

  it('together with others in a batch is told to the crowd of each by its own name', async () => {
    await crowd(1500, 'lamp-01');
    await crowd(1500, 'shade-07');

    await instance.handle(
      TellShopAndSubscribersOnBackInStock,
      backInStock('lamp-01', 'Desk lamp'),
      backInStock('shade-07', 'Shade'),
    );

    expect(
      await service.database.query(
        `SELECT metadata ->> 'productId' AS product, subject, count(*)::int FROM notifications
         WHERE kind = 'back-in-stock-customer' GROUP BY 1, 2 ORDER BY 1`,
      ),
    ).toEqual([
      { product: 'lamp-01', subject: 'Desk lamp is back in stock', count: 1500 },
      { product: 'shade-07', subject: 'Shade is back in stock', count: 1500 },
    ]);
  });

  it('leaves all waiting when the transaction fails', async () => {
    await crowd(2500);
    const work = instance.app
      .get(Transactions)
      .run({ tenant: 'default', correlationid: newId() }, async (tx) => {
        await instance.app.get(TellShopAndSubscribersOnBackInStock).handle([backInStock()], tx);
        throw new Error('something else in the batch failed');
      });

    await expect(work).rejects.toThrow('something else');

    expect([await waiting(), await service.stored()]).toEqual([2500, []]);
  });
});
