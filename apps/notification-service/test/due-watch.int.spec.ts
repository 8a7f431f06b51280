import { OutgoingRepository } from '../src/sending/persistence/outgoing.repository.js';
import { DueWatch } from '../src/sending/due-watch.js';
import { useNewNotifications } from './notifications.js';

const service = useNewNotifications();

const DUE = `
  INSERT INTO notifications
    (id, event_id, kind, channel, recipient, subject, message, metadata, cause, status, next_attempt_at)
  SELECT gen_random_uuid(), gen_random_uuid(), 'custom', 'SMS', '+4930123456', 's', 'm', '{}', '{}', 'PENDING',
         now() - make_interval(secs => age)
  FROM unnest($1::int[]) AS age`;

it('shows how many are due by each channel, and how long the longest due has waited', async () => {
  const instance = await service.start();
  // No instance of this configuration sends text messages, so they stay.
  await service.database.query(DUE, [[120, 60, -3600]]);

  await instance.app.get(DueWatch, { strict: false }).look();

  expect(await instance.metric('waybill_notifications_due{channel="SMS"}')).toBe(2);
  expect(await instance.metric('waybill_notifications_due{channel="EMAIL"}')).toBe(0);
  const oldest = await instance.metric('waybill_oldest_due_notification_seconds{channel="SMS"}');
  expect(oldest).toBeGreaterThanOrEqual(120);
});

it('reads of a backlog only what it counts, and nothing of it for the other channels', async () => {
  await service.start();
  const ages = Array.from({ length: 30_000 }, (_, at) => at - 100);
  await service.database.query(DUE, [ages]);
  await service.database.query('ANALYZE notifications');
  const plans: string[] = [];
  const explaining = {
    query: async <Row>(sql: string, parameters: readonly unknown[] = []) => {
      const lines = await service.database.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN (COSTS OFF) ${sql}`,
        parameters,
      );
      plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'));
      return [] as Row[];
    },
  };

  await new OutgoingRepository().backlogs(explaining);
  await new OutgoingRepository().countDue(explaining, 'SMS', 200);

  expect(plans).toHaveLength(2);
  for (const plan of plans) {
    expect(plan).toMatch(/Limit\n +-> +Index (Only )?Scan using notifications_due on notifications/);
    expect(plan).not.toContain('Seq Scan');
  }
});
