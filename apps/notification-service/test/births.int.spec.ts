import type { OrderCreated } from '@app/contracts';
import { Transactions, type Tx } from '@app/messaging';
import { newId } from '@app/platform';
import { until } from '@app/testing';
import { AlertShopOnLowStock } from '../src/notifications/handlers/alert-shop-on-low-stock.js';
import { TellCustomerOnOrderCreated } from '../src/notifications/handlers/tell-customer-on-order-created.js';
import { Senders } from '../src/sending/senders.js';
import { lowStock, orderCreated } from './events.js';
import { type Instance, useNewNotifications } from './notifications.js';

const ada = 'ada@example.org';
// What is not leased at birth is then claimed at once, and nothing is looked for in between.
const RARELY = { POLL_INTERVAL_MS: '600000' };

const service = useNewNotifications();

const cause = () => ({ tenant: 'default', correlationid: newId() });
const inTransaction = <Result>(instance: Instance, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
  instance.app.get(Transactions).run(cause(), work);

const tellIn = (instance: Instance, tx: Tx, created = orderCreated({ email: ada })): Promise<void> =>
  instance.app.get(TellCustomerOnOrderCreated).handle([created], tx);

const statusesIn = async (tx: Tx): Promise<string[]> =>
  (await tx.query<{ status: string }>('SELECT status FROM notifications ORDER BY id DESC')).map(
    ({ status }) => status,
  );

/** Tells one customer, and gives the status of the letter as it is stored. */
const bornAs = (instance: Instance, created?: OrderCreated): Promise<string | undefined> =>
  inTransaction(instance, async (tx) => {
    await tellIn(instance, tx, created);
    return (await statusesIn(tx))[0];
  });

/** An instance that has looked whether anything is due, and takes what is stored. */
async function started(env: Readonly<Record<string, string>> = {}): Promise<Instance> {
  const instance = await service.start({ ...RARELY, ...env });
  await until('letters are leased', async () => (await bornAs(instance)) === 'SENDING');
  await forgetAll();
  return instance;
}

/** Once they are sent. */
async function forgetAll(): Promise<void> {
  await nothingOpen();
  await service.database.query('TRUNCATE notifications, outbox_events');
  service.mailbox.mails.length = 0;
}

const nothingOpen = () =>
  until('nothing is open', async () => {
    const { PENDING = 0, SENDING = 0 } = await service.statuses();
    return PENDING + SENDING === 0;
  });

/** From now on each claim of a letter that was there before. */
const noteClaims = () =>
  service.database.query(
    `CREATE TABLE claims (id uuid);
     CREATE FUNCTION note_claim() RETURNS trigger LANGUAGE plpgsql AS
       'BEGIN INSERT INTO claims VALUES (NEW.id); RETURN NULL; END';
     CREATE TRIGGER note_claim AFTER UPDATE ON notifications
       FOR EACH ROW WHEN (NEW.lease <> OLD.lease OR OLD.lease IS NULL AND NEW.lease IS NOT NULL)
       EXECUTE FUNCTION note_claim()`,
  );
const claims = () => service.database.query('SELECT id FROM claims');

describe('a letter that a sender has a place for', () => {
  it('is leased at birth and sent without a claim', async () => {
    const instance = await started();
    await noteClaims();

    expect(await bornAs(instance)).toBe('SENDING');
    await service.settled('SENT', 1);

    expect(await claims()).toEqual([]);
    expect(service.mailbox.mails).toHaveLength(1);
    const [letter] = await service.stored();
    expect(letter).toMatchObject({ attempts: 1, error: null, kind: 'order-received', recipient: ada });
    const [mail] = service.mailbox.mails;
    expect(mail?.headers.get('message-id')).toBe(`<${letter?.id}@shop.example>`);
    expect(mail?.headers.get('subject')).toBe(letter?.subject);
    expect(await service.outcomes()).toMatchObject([{ type: 'notification.sent', sequence: 1 }]);
  });

  it('comes back by its lease when its process dies before it is sent, and is sent once', async () => {
    const instance = await started({ SEND_LEASE_MS: '1000', SHUTDOWN_TIMEOUT_MS: '500' });
    await inTransaction(instance, (tx) => tellIn(instance, dyingAtCommit(tx)));
    await instance.stop();
    const [lease] = await service.database.query<{ status: string; end: Date }>(
      'SELECT status, next_attempt_at AS end FROM notifications',
    );
    expect(lease?.status).toBe('SENDING');

    await service.start();
    await service.settled('SENT', 1);

    const [row] = await service.database.query<{ sent_at: Date }>('SELECT sent_at FROM notifications');
    expect(row!.sent_at.getTime()).toBeGreaterThanOrEqual(lease!.end.getTime());
    expect(service.mailbox.mails).toHaveLength(1);
  });

  it('is left to its lease when its transaction takes too long', async () => {
    const instance = await started({ SEND_LEASE_MS: '900' });
    await noteClaims();
    const began = performance.now();

    await inTransaction(instance, async (tx) => {
      await tellIn(instance, tx);
      await until('a third of the lease is over', () => performance.now() - began > 400);
    });
    expect(service.mailbox.mails).toEqual([]);
    await service.start();
    await service.settled('SENT', 1);

    expect(await claims()).toHaveLength(1);
    expect(service.mailbox.mails).toHaveLength(1);
  });

  it('is sent once however often its event comes, and takes no place the second time', async () => {
    const instance = await started({ SENDER_CONCURRENCY: '1' });
    const created = orderCreated({ email: ada });
    await bornAs(instance, created);
    await service.settled('SENT', 1);

    await bornAs(instance, created);

    expect(await bornAs(instance)).toBe('SENDING');
    await service.settled('SENT', 2);
    expect(service.mailbox.mails).toHaveLength(2);
  });

  it('is not sent when its transaction comes to nothing, and the place is free again', async () => {
    const instance = await started({ SENDER_CONCURRENCY: '1' });
    const undone = inTransaction(instance, async (tx) => {
      await tellIn(instance, tx);
      expect(await statusesIn(tx)).toEqual(['SENDING']);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');

    expect(await bornAs(instance)).toBe('SENDING');
    await service.settled('SENT', 1);
    expect(service.mailbox.mails).toHaveLength(1);
  });

  it('is sent by a process that stops meanwhile, and none after it', async () => {
    const instance = await started();
    const senders = instance.app.get(Senders, { strict: false });

    const stopped = await inTransaction(instance, async (tx) => {
      await tellIn(instance, tx);
      const stopping = senders.beforeApplicationShutdown();
      await tellIn(instance, tx);
      expect(await statusesIn(tx)).toEqual(['PENDING', 'SENDING']);
      // Not awaited here, for it waits for this transaction.
      return { stopping };
    });
    await stopped.stopping;

    expect(await service.statuses()).toEqual({ SENT: 1, PENDING: 1 });
    expect(service.mailbox.mails).toHaveLength(1);
  });
});

describe('a letter is not leased at birth', () => {
  it('while as many are on their way as ever can be', async () => {
    const instance = await started({ SENDER_CONCURRENCY: '2' });
    service.mailbox.hold();

    const statuses = [await bornAs(instance), await bornAs(instance), await bornAs(instance)];

    expect(statuses).toEqual(['SENDING', 'SENDING', 'PENDING']);
    service.mailbox.release();
    await service.settled('SENT', 3);
  });

  it('while only so many may be sent in a second', async () => {
    const instance = await service.start({ ...RARELY, EMAIL_MAX_PER_SECOND: '1000' });
    await bornAs(instance);
    await forgetAll();

    expect(await bornAs(instance)).toBe('PENDING');
    await service.settled('SENT', 1);
  });

  it('while the mail server is left alone', async () => {
    const instance = await started({ BREAKER_RESET_MS: '3600000' });
    await service.mailbox.stop();
    await until('the breaker is open', async () => {
      await bornAs(instance);
      return (await instance.request('GET', '/health')).body.details.email.breakers.smtp === 'open';
    });

    expect(await bornAs(instance)).toBe('PENDING');
  });

  it('while it is not due yet', async () => {
    const instance = await started({ SMS_PROVIDER: 'log' });
    const phone = '+4930123456';
    const text = () => orderCreated({ phone });
    await until('text messages are leased', async () => (await bornAs(instance, text())) === 'SENDING');

    const created = text();
    const hour = new Date().getUTCHours();
    const time = (offset: number) => `${String((hour + offset + 24) % 24).padStart(2, '0')}:00`;
    const quietHours = { from: time(-1), to: time(3), timeZone: 'UTC' };
    await instance.request('PUT', `/contacts/${created.data.customerId}`, { phone, quietHours });

    expect(await bornAs(instance, created)).toBe('PENDING');
  });

  it('when it may still be merged into another', async () => {
    const instance = await started({ ALERT_EMAIL: 'shop@example.org' });

    const status = await inTransaction(instance, async (tx) => {
      await instance.app.get(AlertShopOnLowStock).handle([lowStock('lamp-01')], tx);
      return (await statusesIn(tx))[0];
    });

    expect(status).toBe('PENDING');
    await service.settled('SENT', 1);
  });
});

/** A transaction of a process that is no more when it has committed. */
const dyingAtCommit = (tx: Tx): Tx => ({
  tenant: tx.tenant,
  publish: (...drafts) => tx.publish(...drafts),
  afterCommit: () => undefined,
  ifUndone: () => undefined,
  query: (sql, parameters) => tx.query(sql, parameters),
  write: (sql, parameters) => tx.write(sql, parameters),
});
