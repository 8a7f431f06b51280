import { until } from '@app/testing';
import { TellCustomerOnOrderCreated } from '../src/notifications/handlers/tell-customer-on-order-created.js';
import { orderCreated } from './events.js';
import { type Instance, Notifications } from './notifications.js';

const PER_SECOND = 10;
const MAILS = 30;

let service: Notifications;

beforeEach(async () => {
  service = await Notifications.open();
});
afterEach(() => service.close());

const queue = async (instance: Instance, count: number): Promise<void> => {
  const [first, ...rest] = Array.from({ length: count }, () => orderCreated({ email: 'ada@example.org' }));
  await instance.handle(TellCustomerOnOrderCreated, first!, ...rest);
};

const all = (status: string, count: number) =>
  until(`${count} are ${status}`, async () => (await service.statuses())[status] === count);

describe('two instances with a limit', () => {
  it('share one budget, use it and never exceed it', async () => {
    const limited = { EMAIL_MAX_PER_SECOND: String(PER_SECOND), SENDER_CONCURRENCY: '20' };
    const instances = [await service.start(limited), await service.start(limited)];
    const arrivals: number[] = [];
    service.mailbox.react = () => {
      arrivals.push(performance.now());
      return 'take';
    };

    await queue(instances[0]!, MAILS);
    await all('SENT', MAILS);

    // Asked at the recipient and at the data: every second one is a mail. A second is a window of the budget, so no
    // stretch of a second touches more than two.
    const mails = arrivals.filter((_, place) => place % 2 === 1);
    const mostInASecond = Math.max(
      ...mails.map((start) => mails.filter((at) => at >= start && at < start + 900).length),
    );
    expect(mails).toHaveLength(MAILS);
    expect(mostInASecond).toBeLessThanOrEqual(2 * PER_SECOND);
    // Three windows: from the first mail to the last one window has ended and another begun at least.
    expect(mails.at(-1)! - mails[0]!).toBeGreaterThanOrEqual(1000);
    const waits = await Promise.all(
      instances.map((one) => one.metric('waybill_notification_throttle_waits_total{provider="smtp"}')),
    );
    expect(waits[0]! + waits[1]!).toBeGreaterThan(0);
  });

  it('leave the budget alone while nothing is due', async () => {
    const instance = await service.start({ EMAIL_MAX_PER_SECOND: '1' });
    await queue(instance, 1);
    await all('SENT', 1);

    const budget = () => service.database.query('SELECT points, expire FROM sending_budgets');
    const before = await budget();
    const polled = async () =>
      (await instance.request('GET', '/health')).body.details.email.underWay === 0 && [...(await budget())];
    expect(await until('it has looked again', polled)).toEqual(before);
    expect(before).toMatchObject([{ points: 1 }]);
  });
});
