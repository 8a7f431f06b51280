import { type Intent, notificationOf } from './notification.js';

const intent: Intent = {
  kind: 'order-confirmed',
  channel: 'EMAIL',
  addressee: { recipient: 'ada@example.org' },
  message: { subject: 'Confirmed', text: 'It is.' },
  metadata: { orderId: '0198c0de-6f10-7aaa-9d2e-112233445566' },
  cause: { tenant: 'default', correlationid: 'c-1', causationid: 'event-1', traceparent: '00-ab' },
};

describe('a notification', () => {
  it('is due when there is somebody to tell', () => {
    expect(notificationOf('n-1', intent)).toMatchObject({
      id: 'n-1',
      status: 'PENDING',
      recipient: 'ada@example.org',
      error: null,
    });
  });

  it('is skipped, with the reason, when there is nobody', () => {
    expect(notificationOf('n-1', { ...intent, addressee: { unreachable: 'Nobody knows.' } })).toMatchObject({
      status: 'SKIPPED',
      recipient: null,
      error: 'Nobody knows.',
    });
  });

  it('is skipped, but says whom it was for, when the address was given up', () => {
    const addressee = { recipient: 'ada@example.org', unreachable: 'Given up.' };

    expect(notificationOf('n-1', { ...intent, addressee })).toMatchObject({
      status: 'SKIPPED',
      recipient: 'ada@example.org',
      error: 'Given up.',
    });
  });

  it('belongs to the event that caused it, or else to itself', () => {
    const { causationid: _, ...request } = intent.cause;

    expect(notificationOf('n-1', intent).eventId).toBe('event-1');
    expect(notificationOf('n-1', { ...intent, cause: request }).eventId).toBe('n-1');
  });

  it('remembers its cause without the tenant, which its database stands for', () => {
    expect(notificationOf('n-1', intent).cause).toEqual({
      correlationid: 'c-1',
      causationid: 'event-1',
      traceparent: '00-ab',
    });
  });
});
