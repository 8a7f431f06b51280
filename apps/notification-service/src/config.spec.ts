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
      DEFAULT_LOCALE: 'en',
      BREAKER_RESET_MS: 1000,
      EMAIL_MAX_PER_SECOND: 0,
      LOW_STOCK_DIGEST_MS: 3_600_000,
      NOTIFICATION_RETENTION_DAYS: 0,
    });
    expect(problemsOf({ SMTP_HOST: undefined, MAIL_FROM: '', SMTP_PASS: undefined })).toEqual([
      expect.stringMatching(/^SMTP_PASS: must be set/),
      'SMTP_HOST: is required when EMAIL_PROVIDER is smtp',
      'MAIL_FROM: is required when EMAIL_PROVIDER is smtp',
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

  it('knows the languages that there are templates in', () => {
    expect(problemsOf({ DEFAULT_LOCALE: 'de' })).toEqual([]);
    expect(problemsOf({ DEFAULT_LOCALE: 'fr' })).toEqual(['DEFAULT_LOCALE: must be one of en, de']);
  });

  it('lets no mail wait in line so long that a silent server looks like a slow one', () => {
    expect(problemsOf({ SENDER_CONCURRENCY: '21', SMTP_MAX_CONNECTIONS: '5' })).toEqual([
      'SENDER_CONCURRENCY: must be at most 4 times SMTP_MAX_CONNECTIONS',
    ]);
    expect(problemsOf({ SEND_TIMEOUT_MS: '4000', SMTP_TIMEOUT_MS: '1000' })).toEqual([
      expect.stringMatching(/^SEND_TIMEOUT_MS: must be more than 4 times SMTP_TIMEOUT_MS/),
    ]);
  });

  it('needs no mail server where mails only go to the log', () => {
    expect(problemsOf({ EMAIL_PROVIDER: 'log', SMTP_HOST: undefined, MAIL_FROM: undefined })).toEqual([]);
  });

  it('has no other providers than it is told', () => {
    expect(loadConfig(notificationEnv, least)).toMatchObject({ SMS_PROVIDER: 'none', PUSH_PROVIDER: 'none' });
    expect(problemsOf({ SMS_PROVIDER: 'pigeon' })).toEqual([
      'SMS_PROVIDER: must be one of none, twilio, log',
    ]);
  });

  it('needs what the chosen providers need', () => {
    expect(problemsOf({ SMS_PROVIDER: 'twilio', PUSH_PROVIDER: 'web-push', DKIM_SELECTOR: 's1' })).toEqual([
      'DKIM_DOMAIN: is required when DKIM is used',
      'DKIM_PRIVATE_KEY: is required when DKIM is used',
      'TWILIO_ACCOUNT_SID: is required when SMS_PROVIDER is twilio',
      'TWILIO_AUTH_TOKEN: is required when SMS_PROVIDER is twilio',
      'TWILIO_FROM: is required when SMS_PROVIDER is twilio, unless there is TWILIO_MESSAGING_SERVICE_SID',
      'VAPID_PUBLIC_KEY: is required when PUSH_PROVIDER is web-push',
      'VAPID_PRIVATE_KEY: is required when PUSH_PROVIDER is web-push',
      'VAPID_SUBJECT: is required when PUSH_PROVIDER is web-push',
    ]);
    const twilio = { SMS_PROVIDER: 'twilio', TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 't' };
    expect(problemsOf({ ...twilio, TWILIO_MESSAGING_SERVICE_SID: 'MG1' })).toEqual([]);
  });

  it.each([
    ['VAPID_PUBLIC_KEY', 'abc'],
    ['VAPID_PRIVATE_KEY', '!'],
    ['VAPID_SUBJECT', 'shop.example'],
    ['TWILIO_ACCOUNT_SID', 'SK1'],
    ['TWILIO_FROM', '0301234'],
    ['TWILIO_API_BASE', 'twilio.example'],
    ['DKIM_PRIVATE_KEY', 'secret'],
  ])('does not take %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toContainEqual(expect.stringMatching(`^${name}: must be`));
  });
});
