import { Mailbox, type Reaction, until } from '@app/testing';
import { TellCustomerOnOrderCreated } from '../src/notifications/handlers/tell-customer-on-order-created.js';
import { orderCreated } from './events.js';
import { type Instance, useNewNotifications } from './notifications.js';

const service = useNewNotifications();

const queue = async (instance: Instance, count: number): Promise<void> => {
  const [first, ...rest] = Array.from({ length: count }, (_, place) =>
    orderCreated({ email: `customer-${place}@example.org` }),
  );
  await instance.handle(TellCustomerOnOrderCreated, first!, ...rest);
};

const all = (status: string, count: number) =>
  until(`${count} are ${status}`, async () => (await service.statuses())[status] === count);

const breaker = async (instance: Instance, provider = 'smtp'): Promise<string> =>
  (await instance.request('GET', '/health')).body.details.email.breakers[provider];

const messageIds = (...mailboxes: Mailbox[]) =>
  mailboxes.flatMap(({ mails }) => mails.map(({ headers }) => headers.get('message-id')));

const attempts = () =>
  service.database.query('SELECT attempts, count(*)::int AS mails FROM notifications GROUP BY 1 ORDER BY 1');

describe('a mail server that stops for a while', () => {
  it('is left alone, costs nobody an attempt, and gets everything once it is back', async () => {
    const instance = await service.start({ BREAKER_RESET_MS: '100' });
    await queue(instance, 100);
    await until('some are sent', () => service.mailbox.mails.length >= 10);

    await service.mailbox.stop();
    await queue(instance, 100);
    await until('the breaker opens', async () => (await breaker(instance)) === 'open');
    expect(await instance.metric('waybill_provider_breaker{provider="smtp"}')).toBeGreaterThan(0);
    expect((await instance.request('GET', '/health/ready')).body.details).not.toHaveProperty('email');
    // Alone but for one that looks: nothing else is claimed, so nothing else is in anybody's way.
    await until('it was looked for several times', async () => (await opened(instance)) > 3);
    expect((await service.statuses())['SENDING'] ?? 0).toBeLessThanOrEqual(1);

    await service.mailbox.start();
    await all('SENT', 200);

    expect(await breaker(instance)).toBe('closed');
    expect(new Set(messageIds(service.mailbox)).size).toBe(200);
    expect(await attempts()).toEqual([{ attempts: 1, mails: 200 }]);
    expect(await instance.metric('waybill_provider_breaker{provider="smtp"}')).toBe(0);
    expect(
      await instance.metric('waybill_provider_breaker_transitions_total{provider="smtp",to="closed"}'),
    ).toBe(1);
  });

  const opened = (instance: Instance) =>
    instance.metric('waybill_provider_breaker_transitions_total{provider="smtp",to="open"}');
});

describe('a mail server that is bad but there', () => {
  it('is used all the time while it refuses a fifth and drops a twentieth', async () => {
    let offers = 0;
    service.mailbox.react = (): Reaction => {
      offers += 1;
      if (offers % 20 === 0) return 'drop';
      return offers % 5 === 0 ? { code: 451, at: 'data' } : 'take';
    };
    const instance = await service.start({ NOTIFICATION_MAX_ATTEMPTS: '50' });

    await queue(instance, 300);
    await all('SENT', 300);

    expect(new Set(messageIds(service.mailbox)).size).toBe(300);
    expect(
      await instance.metric('waybill_provider_breaker_transitions_total{provider="smtp",to="open"}'),
    ).toBe(0);
    const unknown = 'waybill_notification_unknown_outcomes_total{channel="EMAIL",provider="smtp"}';
    expect(await instance.metric(unknown)).toBeGreaterThan(0);
  });

  it('is used all the time while it refuses every address', async () => {
    service.mailbox.react = () => ({ code: 550, at: 'recipient' });
    const instance = await service.start();

    await queue(instance, 100);
    await all('FAILED', 100);

    expect(await breaker(instance)).toBe('closed');
    const failed =
      'waybill_notifications_total{channel="EMAIL",provider="smtp",kind="order",outcome="failed"}';
    // Counted once it is noted down, and so a moment after it can be seen.
    await until('all are counted', async () => (await instance.metric(failed)) === 100);
  });
});

describe('a second mail server', () => {
  let second: Mailbox;
  let fallback: Record<string, string>;

  beforeEach(async () => {
    second = await Mailbox.open();
    fallback = {
      SMTP_FALLBACK_HOST: '127.0.0.1',
      SMTP_FALLBACK_PORT: String(second.port),
      BREAKER_RESET_MS: '100',
    };
  });
  afterEach(async () => {
    second.release();
    await second.stop();
  });

  it('sends while the first is away, and no longer when it is back', async () => {
    const instance = await service.start(fallback);
    await queue(instance, 20);
    await all('SENT', 20);
    expect([service.mailbox.mails.length, second.mails.length]).toEqual([20, 0]);

    await service.mailbox.stop();
    await queue(instance, 50);
    await all('SENT', 70);
    expect([service.mailbox.mails.length, second.mails.length]).toEqual([20, 50]);
    expect((await instance.request('GET', '/health')).body.details.email).toMatchObject({
      reachable: true,
      reason: expect.any(String),
      breakers: { 'smtp-2': 'closed' },
    });

    await service.mailbox.start();
    await until('the first is used again', async () => {
      await queue(instance, 1);
      return (await breaker(instance)) === 'closed';
    });
    // What the second was given before is out as well.
    await until('nothing is on its way', async () => Object.keys(await service.statuses()).join() === 'SENT');
    const { SENT: sent = 0 } = await service.statuses();
    const bySecond = second.mails.length;
    await queue(instance, 20);
    await all('SENT', sent + 20);

    expect(second.mails).toHaveLength(bySecond);
    expect(await attempts()).toMatchObject([{ attempts: 1 }]);
    expect(new Set(messageIds(service.mailbox, second)).size).toBe(sent + 20);
  });

  it('does not repeat at once what the first may have sent, and then under the same name', async () => {
    const instance = await service.start({ ...fallback, SEND_LEASE_MS: '1500' });
    service.mailbox.hold();
    await queue(instance, 3);
    await until('they are on their way', () => service.mailbox.offered === 3);

    const [{ now: lost }] = (await service.database.query('SELECT now()')) as [{ now: Date }];
    await service.mailbox.stop();
    await all('SENT', 3);

    const sent = await service.database.query<{ id: string; at: Date }>(
      'SELECT id, sent_at AS at FROM notifications ORDER BY id',
    );
    for (const { at } of sent) expect(at.getTime() - lost.getTime()).toBeGreaterThanOrEqual(1500);
    expect(new Set(messageIds(second))).toEqual(new Set(sent.map(({ id }) => `<${id}@shop.example>`)));
    expect(second.mails).toHaveLength(3);
  });
});
