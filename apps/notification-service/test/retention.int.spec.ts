import { Retention } from '../src/sending/retention.js';
import { useNewNotifications } from './notifications.js';

const service = useNewNotifications({ mails: false });

/** One of each state for each age. */
const stored = (...days: number[]) =>
  service.database.query(
    `INSERT INTO notifications
       (id, event_id, kind, channel, recipient, subject, message, metadata, cause, status, sent_at, next_attempt_at, updated_at)
     SELECT gen_random_uuid(), gen_random_uuid(), 'custom', 'EMAIL', 'ada@example.org', 's', 'm', '{}', '{}', status,
            CASE WHEN status = 'SENT' THEN now() END, CASE WHEN status = 'PENDING' THEN now() + interval '1 day' END,
            now() - make_interval(days => age)
     FROM unnest($1::int[]) AS age, unnest(ARRAY['PENDING', 'SENT', 'FAILED', 'SKIPPED']) AS status`,
    [days],
  );

const sweep = async (days: string): Promise<Readonly<Record<string, number>>> => {
  const instance = await service.start({ NOTIFICATION_RETENTION_DAYS: days });
  await instance.app.get(Retention, { strict: false }).sweep();
  return service.statuses();
};

it('deletes what has been final for longer than it is to be kept, and nothing that is still to be sent', async () => {
  await service.start();
  await stored(1, 29, 31, 400);

  expect(await sweep('30')).toEqual({ PENDING: 4, SENT: 2, FAILED: 2, SKIPPED: 2 });
});

it('deletes nothing by default', async () => {
  await service.start();
  await stored(400);

  expect(await sweep('0')).toEqual({ PENDING: 1, SENT: 1, FAILED: 1, SKIPPED: 1 });
});
