import { until } from '@app/testing';
import { TellCustomerOnOrderCreated } from '../src/notifications/handlers/tell-customer-on-order-created.js';
import { orderCreated } from './events.js';
import type { Reaction } from '@app/testing';
import { type Instance, useNewNotifications } from './notifications.js';

const ada = 'ada@example.org';

const service = useNewNotifications();

const tell = (instance: Instance, email = ada): Promise<number> =>
  instance.handle(TellCustomerOnOrderCreated, orderCreated({ email }));

const only = async () => {
  const rows = await service.database.query<{
    id: string;
    status: string;
    attempts: number;
    error: string | null;
  }>('SELECT id, status, attempts, error FROM notifications');
  return rows.length === 1 ? rows[0] : undefined;
};

/** Reacts in turn, and to all that follow takes the mail. */
const inTurn =
  (...reactions: Reaction[]) =>
  () =>
    reactions.shift() ?? 'take';

describe('a mail', () => {
  it('is sent once and its outcome published in the name of what asked for it', async () => {
    const instance = await service.start();
    const created = orderCreated({ email: ada });

    await instance.handle(TellCustomerOnOrderCreated, created);
    await service.settled('SENT', 1);

    const notification = await only();
    expect(service.mailbox.mails).toHaveLength(1);
    const [mail] = service.mailbox.mails;
    expect(mail?.to).toBe(ada);
    expect(mail?.headers.get('from')).toBe('Waybill <orders@shop.example>');
    expect(mail?.headers.get('message-id')).toBe(`<${notification?.id}@shop.example>`);
    expect(mail?.raw).toContain('Total: =E2=82=AC69.98');
    expect(mail?.raw).toContain('<!doctype html>');
    expect(await service.outcomes()).toMatchObject([
      {
        type: 'notification.sent',
        subject: notification?.id,
        sequence: 1,
        correlationid: created.correlationid,
        causationid: created.id,
        data: { kind: 'order-received', channel: 'EMAIL', orderId: created.data.orderId },
      },
    ]);
  });

  it('has its HTML when it is claimed later, and is its text alone if its template needs more by then', async () => {
    const instance = await service.start({
      NOTIFICATION_RETRY_BASE_MS: '600000',
      NOTIFICATION_RETRY_MAX_MS: '600000',
    });
    service.mailbox.react = () => ({ code: 451, at: 'data' });
    await tell(instance);
    await tell(instance);
    await until('both have been tried', async () =>
      (await service.stored()).every(({ attempts }) => attempts === 1),
    );

    const [first] = await service.stored();
    service.mailbox.react = () => 'take';
    await service.database.query(
      `UPDATE notifications SET next_attempt_at = now(),
              letter = CASE WHEN id = $1 THEN letter ELSE '{"template":"order-received","locale":"en","data":{}}' END`,
      [first?.id],
    );
    await service.settled('SENT', 2);

    const withHtml = service.mailbox.mails.map(({ raw }) => raw.includes('<!doctype html>'));
    expect(withHtml.toSorted((a, b) => Number(a) - Number(b))).toEqual([false, true]);
    for (const { raw } of service.mailbox.mails) expect(raw).toContain('Total: =E2=82=AC69.98');
    expect(instance.log).toContainEqual(
      expect.objectContaining({ msg: 'letter has changed, sent as text alone', template: 'order-received' }),
    );
  });

  it('is sent exactly once by two instances that compete for a thousand', async () => {
    const instances = [await service.start({ SENDER_CONCURRENCY: '20' }), await service.start()];

    for (let batch = 0; batch < 10; batch += 1) {
      for (const instance of instances) {
        const [first, ...rest] = Array.from({ length: 50 }, () => orderCreated({ email: ada }));
        await instance.handle(TellCustomerOnOrderCreated, first!, ...rest);
      }
    }
    await service.settled('SENT', 1000, 500_000);

    const ids = service.mailbox.mails.map(({ headers }) => headers.get('message-id'));
    expect(ids).toHaveLength(1000);
    expect(new Set(ids).size).toBe(1000);
    expect(await service.outcomes()).toHaveLength(1000);
  }, 600_000);

  it('shares the connections of the pool and holds none to the database while it is on its way', async () => {
    const instance = await service.start({
      DB_POOL_SIZE: '2',
      SMTP_MAX_CONNECTIONS: '4',
      SENDER_CONCURRENCY: '8',
    });
    service.mailbox.hold();

    for (let count = 0; count < 8; count += 1) await tell(instance);
    await until('four are on their way', () => service.mailbox.offered === 4);

    expect((await instance.request('GET', '/notifications')).body).toHaveLength(8);
    service.mailbox.release();
    await service.settled('SENT', 8);
    expect(service.mailbox.mostAtOnce).toBe(4);
  });
});

describe('a mail that the server does not take', () => {
  it('is tried again after a temporary refusal until it is taken', async () => {
    const greylisted = { code: 451, at: 'data', text: 'greylisted, come back later' } as const;
    service.mailbox.react = inTurn('take', greylisted, 'take', greylisted);
    const instance = await service.start();

    await tell(instance);
    await service.settled('SENT', 1);

    expect(await only()).toMatchObject({ attempts: 3, error: null });
    expect(service.mailbox.mails).toHaveLength(1);
    expect(await service.outcomes()).toMatchObject([{ type: 'notification.sent', sequence: 1 }]);
  });

  it('is given up at once after a permanent refusal, without its address in the reason', async () => {
    service.mailbox.react = () => ({ code: 550, at: 'recipient', text: `<${ada}> user unknown` });
    const instance = await service.start();

    await tell(instance);
    await service.settled('FAILED', 1);

    const failed = await only();
    expect(failed?.attempts).toBe(1);
    expect(failed?.error).toContain('550 <address> user unknown');
    expect(await service.outcomes()).toMatchObject([
      { type: 'notification.failed', sequence: 1, data: { attempts: 1, error: failed?.error } },
    ]);
    expect(JSON.stringify(instance.log)).not.toContain(ada);
  });

  it('is given up after the last attempt, and after a retry by hand has as many again', async () => {
    service.mailbox.react = () => ({ code: 452, at: 'recipient' });
    const instance = await service.start({ NOTIFICATION_MAX_ATTEMPTS: '3' });
    await tell(instance);
    await service.settled('FAILED', 1);
    const { id } = (await only())!;
    expect(await only()).toMatchObject({ attempts: 3 });

    await instance.request('POST', `/notifications/${id}/retry`);
    await until('it failed again', async () => (await service.outcomes()).length === 2);
    expect(await only()).toMatchObject({ status: 'FAILED', attempts: 6 });

    service.mailbox.react = () => 'take';
    await instance.request('POST', `/notifications/${id}/retry`);
    await service.settled('SENT', 1);

    expect(await service.outcomes()).toMatchObject([
      { type: 'notification.failed', sequence: 1, data: { attempts: 3 } },
      { type: 'notification.failed', sequence: 2, data: { attempts: 6 } },
      { type: 'notification.sent', sequence: 3 },
    ]);
  });

  it('counts an attempt when the server is there but hangs up on it', async () => {
    service.mailbox.react = inTurn('take', 'hang-up');
    const instance = await service.start();

    await tell(instance);
    await service.settled('SENT', 1);

    expect(await only()).toMatchObject({ attempts: 2 });
    expect(service.mailbox.mails).toHaveLength(1);
  });

  it('counts an attempt when the server takes too long over it', async () => {
    service.mailbox.hold();
    const instance = await service.start({
      // Long enough to find out that the server is there.
      SMTP_TIMEOUT_MS: '1000',
      // One attempt, and then rest: what is read shall not be the next.
      NOTIFICATION_RETRY_BASE_MS: '600000',
      NOTIFICATION_RETRY_MAX_MS: '600000',
    });

    await tell(instance);
    await until('an attempt was counted', async () => ((await only())?.attempts ?? 0) > 0);
    expect(await only()).toMatchObject({ status: 'PENDING' });
  });
});

describe('a mail server that cannot be reached', () => {
  const health = async (instance: Instance) => (await instance.request('GET', '/health')).body.details.email;

  it('costs no attempt, is shown by the health, and sending goes on when it is back', async () => {
    const instance = await service.start();
    await service.mailbox.stop();

    for (let count = 0; count < 20; count += 1) await tell(instance);
    await until('the outage is known', async () => (await health(instance)).reachable === false);
    expect(await health(instance)).toMatchObject({
      status: 'up',
      since: expect.any(String),
      reason: expect.any(String),
    });
    expect((await instance.request('GET', '/notifications?status=SENT')).body).toEqual([]);

    await service.mailbox.start();
    await service.settled('SENT', 20);

    expect(await service.database.query('SELECT DISTINCT attempts FROM notifications')).toEqual([
      { attempts: 1 },
    ]);
    expect(service.mailbox.mails).toHaveLength(20);
    expect(await health(instance)).toMatchObject({ reachable: true });
    const news = instance.log.map(({ msg }) => msg).filter((msg) => String(msg).startsWith('provider'));
    expect(news).toEqual(['provider unreachable, sending pauses', 'provider reachable again']);
  });

  it('costs no attempt when it accepts connections and says nothing', async () => {
    service.mailbox.silent = true;
    const instance = await service.start({
      // Long enough for the mail once it is taken.
      SMTP_TIMEOUT_MS: '1000',
      // One attempt, and then rest: what is read shall not be the next.
      NOTIFICATION_RETRY_BASE_MS: '600000',
      NOTIFICATION_RETRY_MAX_MS: '600000',
    });

    await tell(instance);
    await until('the outage is known', async () => (await health(instance)).reachable === false);
    service.mailbox.silent = false;
    await service.settled('SENT', 1);

    expect(await only()).toMatchObject({ attempts: 1 });
  });

  it('costs no attempt when it closes down with 421', async () => {
    service.mailbox.react = inTurn({ code: 421, at: 'recipient', text: 'closing down' });
    const instance = await service.start();

    await tell(instance);
    await service.settled('SENT', 1);

    expect(await only()).toMatchObject({ attempts: 1 });
  });

  it('costs no attempt when it vanishes in the middle of a mail', async () => {
    const instance = await service.start();
    service.mailbox.hold();
    await tell(instance);
    await until('the mail is on its way', () => service.mailbox.offered === 1);

    await service.mailbox.stop();
    await until('the outage is known', async () => (await health(instance)).reachable === false);
    service.mailbox.release();
    await service.mailbox.start();
    await service.settled('SENT', 1);

    expect(await only()).toMatchObject({ attempts: 1 });
  });
});
