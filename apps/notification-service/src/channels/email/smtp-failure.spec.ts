import type { NodemailerError } from 'nodemailer';
import { blamesAddress, judge, reasonOf } from './smtp-failure.js';

const error = (fields: Partial<NodemailerError>, message = 'failed'): NodemailerError =>
  Object.assign(new Error(message), fields);

describe('an SMTP error', () => {
  it.each([
    ['an unknown recipient', { code: 'EENVELOPE', responseCode: 550, permanent: true }, 'refused'],
    ['content that is refused', { code: 'EMESSAGE', responseCode: 554, permanent: true }, 'refused'],
    ['a mail that nodemailer cannot put on its way', { code: 'EENVELOPE' }, 'refused'],
    ['greylisting', { code: 'EENVELOPE', responseCode: 451, permanent: false }, 'failed'],
    ['a full mailbox', { code: 'EMESSAGE', responseCode: 452, permanent: false }, 'failed'],
    ['a confused session', { code: 'EENVELOPE', responseCode: 503, permanent: false }, 'failed'],
    ['a server closing down', { code: 'EENVELOPE', responseCode: 421, permanent: false }, 'unreachable'],
    ['a server closing down while idle', { code: 'ECONNECTION', responseCode: 421 }, 'unreachable'],
    ['an unfriendly greeting', { code: 'EPROTOCOL', responseCode: 554, permanent: true }, 'unreachable'],
    ['a refused connection', { code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, 'unreachable'],
    ['no route', { code: 'ESOCKET', originalCode: 'EHOSTUNREACH' }, 'unreachable'],
    ['an unknown host', { code: 'EDNS' }, 'unreachable'],
    ['a connection that does not come', { code: 'ETIMEDOUT', timeoutType: 'CONNECT_TIMEOUT' }, 'unreachable'],
    ['a greeting that does not come', { code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT' }, 'unreachable'],
    ['a wrong password', { code: 'EAUTH', responseCode: 535, permanent: true }, 'unreachable'],
    ['a missing login', { code: 'EENVELOPE', responseCode: 530, permanent: true }, 'unreachable'],
    ['silence in a session', { code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT' }, 'unclear'],
    ['a session that was cut', { code: 'ECONNECTION' }, 'unclear'],
    ['a reset', { code: 'ESOCKET', originalCode: 'ECONNRESET' }, 'unclear'],
    ['a certificate we do not trust', { code: 'ETLS' }, 'unclear'],
    ['our own giving up', { code: 'EABORT' }, 'unclear'],
    ['anything else', {}, 'unclear'],
  ] as [string, Partial<NodemailerError>, string][])('of %s is judged by its codes', (_, fields, verdict) => {
    expect(judge(error(fields))).toBe(verdict);
  });

  it.each([
    ['550 5.1.1 <ada.lovelace+x@mail.example.org>: unknown', '550 5.1.1 <address>: unknown'],
    ['mailbox ada@example.org is full (ada@example.org)', 'mailbox <address> is full (<address>)'],
    ['550-one\r\n550 two', '550-one 550 two'],
    ['', 'no reason given'],
  ])('is told as one line without addresses: %j', (message, reason) => {
    expect(reasonOf(new Error(message))).toBe(reason);
  });

  it('is told in at most 500 characters', () => {
    expect(reasonOf(new Error('x'.repeat(10_000)))).toHaveLength(500);
  });

  it.each([
    ['550 5.1.1 unknown user', 'RCPT TO', 550, true],
    ['550 no such user', 'RCPT TO', 550, true],
    ['550 5.2.1 mailbox disabled', 'RCPT TO', 550, true],
    ['550 5.7.1 your address is on a list', 'RCPT TO', 550, false],
    ['552 5.2.2 mailbox full', 'RCPT TO', 552, false],
    ['550 sender refused', 'MAIL FROM', 550, false],
  ])('%j to %s (%i) blames the address: %s', (response, command, responseCode, blamed) => {
    expect(blamesAddress(error({ code: 'EENVELOPE', command, responseCode, response }))).toBe(blamed);
  });
});
