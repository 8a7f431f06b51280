import { type Outcome, outcomeEvent } from './outcome-event.js';

const orderId = '0198c0de-6f10-7aaa-9d2e-112233445566';
const cause = {
  tenant: 'default',
  correlationid: 'c-1',
  causationid: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
};
const sent: Outcome = {
  id: '0198c0de-9999-7c3d-8e9f-a0b1c2d3e4f5',
  kind: 'order-confirmed',
  channel: 'EMAIL',
  metadata: { orderId, customerId: 'not told' },
  status: 'SENT',
  error: null,
  attempts: 2,
  version: 1,
};
const told = { notificationId: sent.id, kind: 'order-confirmed', channel: 'EMAIL', orderId };

describe('the event about an outcome', () => {
  it('tells that it was sent, in the name of what led to it', () => {
    expect(outcomeEvent(sent, cause)).toMatchObject({
      contract: { type: 'notification.sent' },
      subject: sent.id,
      sequence: 1,
      data: told,
      cause,
    });
  });

  it('tells that it was given up, why, and after how many attempts', () => {
    const failed = outcomeEvent({ ...sent, status: 'FAILED', error: 'no such user', version: 2 }, cause);

    expect(failed).toMatchObject({ contract: { type: 'notification.failed' }, sequence: 2 });
    expect(failed.data).toEqual({ ...told, error: 'no such user', attempts: 2 });
  });

  it('names no order when there is none', () => {
    expect(outcomeEvent({ ...sent, metadata: { productId: 'lamp-01' } }, cause).data).not.toHaveProperty(
      'orderId',
    );
  });
});
