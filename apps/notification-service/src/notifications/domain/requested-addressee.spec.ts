import type { Channel } from '@app/contracts';
import { NO_EMAIL } from './addressee.js';
import { requestedAddressee } from './requested-addressee.js';

const ALL: readonly Channel[] = ['EMAIL', 'SMS', 'PUSH'];
const known = { email: 'ada@example.org', phone: '+4930123456' };

describe('whom a request of another system is for', () => {
  it.each([
    ['whom it names', { channel: 'EMAIL', recipient: 'bob@example.org' }, { recipient: 'bob@example.org' }],
    ['the customer by e-mail', { channel: 'EMAIL' }, { recipient: known.email }],
    ['the customer by text message', { channel: 'SMS' }, { recipient: known.phone }],
    ['nobody by push', { channel: 'PUSH' }, { unreachable: expect.stringContaining('push') }],
  ] as const)('is %s', (_who, request, addressee) => {
    expect(requestedAddressee(request, known, ALL)).toEqual(addressee);
  });

  it('is nobody when nothing is known, and the reason says so', () => {
    expect(requestedAddressee({ channel: 'EMAIL' }, undefined, ALL)).toEqual({ unreachable: NO_EMAIL });
  });

  it('is nobody by a channel that nothing here sends', () => {
    const request = { channel: 'SMS', recipient: '+4930123456' } as const;

    expect(requestedAddressee(request, known, ['EMAIL'])).toEqual({
      unreachable: 'SMS cannot be sent here.',
    });
  });
});
