import { newId } from '@app/platform';
import { openTcpProxy, until } from '@app/testing';
import { TellCustomerOnOrderCreated } from '../src/notifications/handlers/tell-customer-on-order-created.js';
import { Senders } from '../src/sending/senders.js';
import { orderCreated } from './events.js';
import { type Instance, useNewNotifications } from './notifications.js';

const service = useNewNotifications();

const tell = (instance: Instance): Promise<number> =>
  instance.handle(TellCustomerOnOrderCreated, orderCreated({ email: 'ada@example.org' }));

describe('a claim', () => {
  const claimedElsewhere = (lease: string, seconds: number) =>
    service.database.query(
      `UPDATE notifications SET status = 'SENDING', lease = $1, next_attempt_at = now() + make_interval(secs => $2)
       RETURNING next_attempt_at`,
      [lease, seconds],
    ) as Promise<{ next_attempt_at: Date }[]>;

  it('of an instance that died comes back when its lease ends, and not before', async () => {
    await service.mailbox.stop();
    const doomed = await service.start();
    await tell(doomed);
    await doomed.stop();
    const [lease] = await claimedElsewhere(newId(), 0.5);
    await service.mailbox.start();

    await service.start();
    await service.settled('SENT', 1);

    const [row] = await service.database.query<{ sent_at: Date }>('SELECT sent_at FROM notifications');
    expect(row!.sent_at.getTime()).toBeGreaterThanOrEqual(lease!.next_attempt_at.getTime());
    expect(service.mailbox.mails).toHaveLength(1);
  });

  it('of an instance that lives is renewed for as long as the mail takes', async () => {
    // Neither the lease nor the client's patience runs out before, however slow the machine.
    const env = { SEND_LEASE_MS: '9000', SMTP_TIMEOUT_MS: '60000', SEND_TIMEOUT_MS: '300000' };
    // Both before the mail: the start of an instance would keep the other one in this process from its turns.
    const [instance] = [await service.start(env), await service.start(env)];
    service.mailbox.hold();
    await tell(instance);
    await until('the mail is on its way', () => service.mailbox.offered === 1);
    const lease = async () =>
      (await service.database.query<{ end: Date }>('SELECT next_attempt_at AS end FROM notifications'))[0]!
        .end;

    const first = (await lease()).getTime();
    await until('it was renewed more than once', async () => (await lease()).getTime() > first + 4000);
    service.mailbox.release();
    await service.settled('SENT', 1);

    expect(service.mailbox.offered).toBe(1);
  });

  it('that was lost meanwhile leaves the outcome to whoever holds it now', async () => {
    const instance = await service.start();
    service.mailbox.hold();
    await tell(instance);
    await until('the mail is on its way', () => service.mailbox.offered === 1);

    const lease = newId();
    await claimedElsewhere(lease, 60);
    service.mailbox.release();
    await until('the loss is noticed', () => instance.log.some(({ lost }) => lost === 1));

    expect(await service.database.query('SELECT status, lease FROM notifications')).toEqual([
      { status: 'SENDING', lease },
    ]);
    const late = 'waybill_notification_late_settlements_total{channel="EMAIL"}';
    expect(await instance.metric(late)).toBe(1);
    expect(await service.outcomes()).toEqual([]);
  });
});

describe('a database that goes away while a mail is on its way', () => {
  it('learns of the outcome when it is back, and the mail is not repeated', async () => {
    const { host, port } = service.database.config;
    const line = await openTcpProxy({ host, port });
    const instance = await service.start({ DB_PORT: String(line.port) });
    service.mailbox.hold();
    await tell(instance);
    await until('the mail is on its way', () => service.mailbox.offered === 1);

    line.cut();
    service.mailbox.release();
    await until('it is missed', () =>
      instance.log.some(({ msg }) => msg === 'sending waits for the database'),
    );
    line.restore();
    await service.settled('SENT', 1);

    expect(service.mailbox.mails).toHaveLength(1);
    expect(await service.outcomes()).toHaveLength(1);
    await instance.stop();
    await line.close();
  });
});

describe('an instance that stops', () => {
  it('finishes what is on its way and takes nothing new', async () => {
    const instance = await service.start({ SENDER_CONCURRENCY: '1' });
    service.mailbox.hold();
    await tell(instance);
    await tell(instance);
    await until('the first mail is on its way', () => service.mailbox.offered === 1);

    // Only then is the mail taken: the senders stop after the requests, and the next turn comes as soon as there is room.
    const senders = instance.app.get(Senders, { strict: false });
    const stopped = senders.beforeApplicationShutdown();
    service.mailbox.release();
    await stopped;
    await instance.stop();

    expect(await service.statuses()).toEqual({ SENT: 1, PENDING: 1 });
  });

  it('leaves what it cannot finish in time to its lease', async () => {
    const instance = await service.start({ SHUTDOWN_TIMEOUT_MS: '500' });
    service.mailbox.hold();
    await tell(instance);
    await until('the mail is on its way', () => service.mailbox.offered === 1);

    await instance.stop();

    expect(await service.statuses()).toEqual({ SENDING: 1 });
  });
});
