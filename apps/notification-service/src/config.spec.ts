import { ConfigError, loadConfig } from '@app/platform';
import { notificationEnv } from './config.js';

const least = {
  DB_HOST: 'db',
  DB_NAME: 'notification_db',
  DB_USERNAME: 'notification',
  DB_PASSWORD: '',
  RABBITMQ_URL: 'amqp://broker',
  SMTP_HOST: 'mail',
  SMTP_PASS: '',
  MAIL_FROM: 'orders@shop.example',
};

const problemsOf = (change: Record<string, string | undefined>): readonly string[] => {
  try {
    loadConfig(notificationEnv, { ...least, ...change });
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
};

describe('the configuration', () => {
  it('needs to know its servers and the sender, and has a default for the rest', () => {
    expect(loadConfig(notificationEnv, least)).toMatchObject({
      PORT: 3003,
      SMTP_PORT: 587,
      SMTP_SECURE: false,
      NOTIFICATION_MAX_ATTEMPTS: 8,
      SENDER_CONCURRENCY: 10,
    });
    expect(problemsOf({ SMTP_HOST: undefined, MAIL_FROM: '', SMTP_PASS: undefined })).toEqual([
      expect.stringMatching(/^SMTP_PASS: must be set/),
      'SMTP_HOST: is required',
      expect.stringMatching(/^MAIL_FROM: is required/),
    ]);
  });

  it.each(['orders@shop.example', 'Waybill <orders@shop.example>', '<orders@shop.example>'])(
    'takes %s as sender',
    (from) => {
      expect(problemsOf({ MAIL_FROM: from })).toEqual([]);
    },
  );

  it.each([
    'orders',
    'Waybill',
    'a@b.example, c@d.example',
    'Waybill\r\nBcc: <a@b.example>',
    'Waybill <orders>',
    '"x" <a@b.example',
  ])('does not take %j as sender', (from) => {
    expect(problemsOf({ MAIL_FROM: from })).toEqual([
      expect.stringMatching(/^MAIL_FROM: must be an address/),
    ]);
  });

  it('lets no mail wait in line so long that a silent server looks like a slow one', () => {
    expect(problemsOf({ SENDER_CONCURRENCY: '21', SMTP_MAX_CONNECTIONS: '5' })).toEqual([
      'SENDER_CONCURRENCY: must be at most 4 times SMTP_MAX_CONNECTIONS',
    ]);
    expect(problemsOf({ SEND_TIMEOUT_MS: '4000', SMTP_TIMEOUT_MS: '1000' })).toEqual([
      expect.stringMatching(/^SEND_TIMEOUT_MS: must be more than 4 times SMTP_TIMEOUT_MS/),
    ]);
  });
});
