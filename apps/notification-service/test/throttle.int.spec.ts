import { until } from '@app/testing';
import { TellCustomerOnOrderCreated } from '../src/notifications/handlers/tell-customer-on-order-created.js';
import { orderCreated } from './events.js';
import { type Instance, useNewNotifications } from './notifications.js';

const PER_SECOND = 10;
const MAILS = 30;

const service = useNewNotifications();

const queue = async (instance: Instance, count: number): Promise<void> => {
  const [first, ...rest] = Array.from({ length: count }, () => orderCreated({ email: 'ada@example.org' }));
  await instance.handle(TellCustomerOnOrderCreated, first!, ...rest);
};

const all = (status: string, count: number) =>
  until(`${count} are ${status}`, async () => (await service.statuses())[status] === count);

/** From now on: each claim of a mail, and each use of a budget with the end of its second, in the order in which they came. */
const keepBooks = () =>
  service.database.query(
    `CREATE TABLE books (place bigserial, "end" bigint);
     CREATE FUNCTION note_budget() RETURNS trigger LANGUAGE plpgsql AS
       'BEGIN INSERT INTO books ("end") VALUES (NEW.expire); RETURN NULL; END';
     CREATE FUNCTION note_claim() RETURNS trigger LANGUAGE plpgsql AS
       'BEGIN INSERT INTO books DEFAULT VALUES; RETURN NULL; END';
     CREATE TRIGGER note_budget AFTER INSERT OR UPDATE ON sending_budgets
       FOR EACH ROW EXECUTE FUNCTION note_budget();
     CREATE TRIGGER note_claim AFTER UPDATE ON notifications
       FOR EACH ROW WHEN (NEW.lease <> OLD.lease OR OLD.lease IS NULL AND NEW.lease IS NOT NULL)
       EXECUTE FUNCTION note_claim()`,
  );
const books = () => service.database.query<{ end: string | null }>('SELECT "end" FROM books ORDER BY place');

describe('two instances with a limit', () => {
  it('share one budget, use it and never exceed it', async () => {
    const limited = { EMAIL_MAX_PER_SECOND: String(PER_SECOND), SENDER_CONCURRENCY: '20' };
    const instances = [await service.start(limited), await service.start(limited)];
    await keepBooks();

    await queue(instances[0]!, MAILS);
    await all('SENT', MAILS);

    const windows = new Set<number>();
    let claimed = 0;
    for (const { end } of await books()) {
      if (end === null) claimed += 1;
      else windows.add(Number(end));
      expect(claimed).toBeLessThanOrEqual(PER_SECOND * windows.size);
    }
    expect(claimed).toBeGreaterThanOrEqual(MAILS);
    const ends = [...windows];
    for (const [place, end] of ends.slice(1).entries())
      expect(end - ends[place]!).toBeGreaterThanOrEqual(1000);
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
