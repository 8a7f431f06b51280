import { DueWatch } from '../src/sending/due-watch.js';
import { useNewNotifications } from './notifications.js';

const service = useNewNotifications();

it('shows how many are due by each channel, and how long the longest due has waited', async () => {
  const instance = await service.start();
  // No instance of this configuration sends text messages, so they stay.
  await service.database.query(
    `INSERT INTO notifications
       (id, event_id, kind, channel, recipient, subject, message, metadata, cause, status, next_attempt_at)
     SELECT gen_random_uuid(), gen_random_uuid(), 'custom', 'SMS', '+4930123456', 's', 'm', '{}', '{}', 'PENDING',
            now() - make_interval(secs => age)
     FROM unnest(ARRAY[120, 60, -3600]) AS age`,
  );

  await instance.app.get(DueWatch, { strict: false }).look();

  expect(await instance.metric('waybill_notifications_due{channel="SMS"}')).toBe(2);
  expect(await instance.metric('waybill_notifications_due{channel="EMAIL"}')).toBe(0);
  const oldest = await instance.metric('waybill_oldest_due_notification_seconds{channel="SMS"}');
  expect(oldest).toBeGreaterThanOrEqual(120);
});
