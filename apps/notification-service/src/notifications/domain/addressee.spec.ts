import type { Channel } from '@app/contracts';
import { NO_ADDRESS, NO_EMAIL, OPTED_OUT, waysTo } from './addressee.js';
import { type KnownCustomer, UNKNOWN_CUSTOMER } from './known-customer.js';

const all = new Set<Channel>(['EMAIL', 'SMS', 'PUSH']);
const now = new Date('2026-01-15T22:00:00Z');
const ada: KnownCustomer = {
  ...UNKNOWN_CUSTOMER,
  email: { address: 'ada@example.org' },
  phone: { address: '+4930123456' },
  endpoints: ['https://push.example/1', 'https://push.example/2'],
};

describe('the ways to a customer', () => {
  it('are all that the shop has and the customer gave', () => {
    expect(waysTo(ada, 'order-shipped', all, now)).toEqual([
      { channel: 'EMAIL', addressee: { recipient: 'ada@example.org' } },
      { channel: 'SMS', addressee: { recipient: '+4930123456' } },
      { channel: 'PUSH', addressee: { recipient: 'https://push.example/1' } },
      { channel: 'PUSH', addressee: { recipient: 'https://push.example/2' } },
    ]);
    expect(waysTo(ada, 'order-shipped', new Set(['SMS']), now).map(({ channel }) => channel)).toEqual([
      'SMS',
    ]);
  });

  it('are none, said once, when nothing is known', () => {
    const nobody = (available: ReadonlySet<Channel>) =>
      waysTo(UNKNOWN_CUSTOMER, 'order-shipped', available, now);
    expect(nobody(new Set(['EMAIL']))).toEqual([{ channel: 'EMAIL', addressee: { unreachable: NO_EMAIL } }]);
    expect(nobody(all)).toEqual([{ channel: 'EMAIL', addressee: { unreachable: NO_ADDRESS } }]);
  });

  it('are none, said once, for what the customer does not want to be told', () => {
    const content = { ...ada, optOut: ['order-shipped' as const] };
    expect(waysTo(content, 'order-shipped', all, now)).toEqual([
      { channel: 'EMAIL', addressee: { unreachable: OPTED_OUT } },
    ]);
    expect(waysTo(content, 'order-delivered', all, now)).toHaveLength(4);
  });

  it('leave out an address that was given up, and say so', () => {
    const bounced = { ...ada, email: { address: 'ada@example.org', bad: '550 unknown' } };
    expect(waysTo(bounced, 'order-shipped', all, now).slice(0, 2)).toEqual([
      {
        channel: 'EMAIL',
        addressee: { recipient: 'ada@example.org', unreachable: 'The address was given up: 550 unknown' },
      },
      { channel: 'SMS', addressee: { recipient: '+4930123456' } },
    ]);
  });

  it('that disturb wait for the end of the quiet hours, unless it is urgent', () => {
    const asleep = { ...ada, quietHours: { from: '22:00', to: '07:00', timeZone: 'UTC' } };
    const end = new Date('2026-01-16T07:00:00Z');
    const waits = (kind: 'order-shipped' | 'payment-requested') =>
      waysTo(asleep, kind, all, now).map(({ notBefore }) => notBefore);

    expect(waits('order-shipped')).toEqual([undefined, end, end, end]);
    expect(waits('payment-requested')).toEqual([undefined, undefined, undefined, undefined]);
  });
});
