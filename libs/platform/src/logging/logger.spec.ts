import { createLogger } from './logger.js';
import { withoutPrivateText } from './private-text.js';
import { NestLogger } from './nest-logger.js';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  write(
    createLogger({
      level: 'trace',
      service: 'orders',
      destination: { write: (line) => void (text += line) },
    }),
  );
  return text;
}

const violation = ({
  message = 'duplicate key value violates unique constraint "contacts_pkey"',
  code = '22P02',
  ...more
}: Record<string, string>) => Object.assign(new Error(message), { name: 'error', code, ...more });

const wrapped = (driverError: Error) =>
  Object.assign(new Error('failed', { cause: driverError }), { driverError, detail: 'Ada Marker' });

function unreadable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    return new Error('not JSON', { cause });
  }
}

describe('the logger', () => {
  it('writes one JSON line with the service, the time and the fields', () => {
    const line: unknown = JSON.parse(logged((logger) => logger.info({ eventId: 'e1' }, 'handled')));
    expect(line).toMatchObject({
      level: 30,
      service: 'orders',
      eventId: 'e1',
      msg: 'handled',
      time: expect.any(String),
    });
  });

  it.each([
    ['a field', { password: 'hunter2' }],
    ['a nested field', { config: { DB_PASSWORD: 'hunter2' } }],
    ['a header', { request: { headers: { authorization: 'Bearer hunter2' } } }],
    ['a URL', { url: 'amqp://guest:hunter2@localhost:5672/vhost' }],
    ['the message of an error', { err: new Error('cannot reach postgres://me:hunter2@db/orders') }],
    [
      'the parameters of a failed query',
      { err: Object.assign(new Error('syntax'), { parameters: ['hunter2'] }) },
    ],
    ['the header of a key', { headers: { 'x-api-key': 'hunter2' } }],
    ['the secret that signs tokens', { config: { AUTH_JWT_SECRET: 'hunter2' } }],
  ])('hides a secret in %s', (_where, fields) => {
    expect(logged((logger) => logger.error(fields, 'failed'))).not.toContain('hunter2');
  });

  it('hides tokens and keys wherever they are mentioned, and says which key it was', () => {
    const key = `wbk_abcdefghij_${'k'.repeat(43)}`;
    const token = `eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhZGEifQ.${'t'.repeat(86)}`;
    const text = logged((logger) => logger.error({ err: new Error(`no ${key}`) }, `no ${token}`));
    expect(text).toContain('wbk_abcdefghij_***');
    expect(text).not.toMatch(/kkk|ttt|eyJ/);
  });

  it.each([
    ['a field', { customerName: 'Ada Marker' }],
    ['what a field holds', { order: { shippingAddress: { street: 'Ada Marker' } } }],
    ['an e-mail address in a text', { reason: 'no mailbox Ada.Marker@example.org here' }],
    ['an e-mail address in a URL', { url: '/notifications/recipient/Ada.Marker%40example.org' }],
    ['a telephone number', { reason: 'not a mobile: +49 1511 765-4321' }],
    ['a telephone number in a URL', { url: '/notifications/recipient/%2B4915117654321' }],
    [
      'the detail of a violated constraint',
      { err: violation({ detail: 'Key (name)=(Ada Marker) exists.' }) },
    ],
    ['the context of a failed statement', { err: violation({ where: 'JSON data, line 1: Ada Marker' }) }],
    ['a value that PostgreSQL cannot read', { err: violation({ message: 'invalid uuid: "Ada Marker"' }) }],
    ['the error of a driver inside another', { err: wrapped(violation({ detail: 'Ada Marker' })) }],
    ['text that is not JSON', { err: unreadable('{"name": Ada Marker}') }],
    [
      'the request of a failed client',
      { err: Object.assign(new Error('x'), { config: { data: 'Ada Marker' } }) },
    ],
    ['a list', { lines: [{ notes: 'Ada Marker' }] }],
    [
      'an object with a class',
      {
        request: new (class Request {
          url = 'Ada Marker';
        })(),
      },
    ],
  ])('hides personal data in %s', (_where, fields) => {
    const text = logged((logger) => logger.error(fields));
    expect(text).not.toMatch(/\bAda\b|Marker|765-?4321/);
    expect(text).toMatch(/redacted|<address>|<number>|"stack"|\[Request\]/);
  });

  it('keeps what an error is known by', () => {
    const err = violation({ code: '23505', detail: 'x', constraint: 'contacts_pkey', table: 'contacts' });
    expect(JSON.parse(logged((logger) => logger.error({ err })))).toMatchObject({
      err: {
        type: 'error',
        message: 'duplicate key value violates unique constraint "contacts_pkey"',
        code: '23505',
        constraint: 'contacts_pkey',
        table: 'contacts',
        stack: expect.stringMatching(/^error: duplicate key .*\n +at /),
      },
    });
  });

  it.each(['Bearer abcdefgh12345678', 'sk_live_hunter2x', 'whsec_hunter2x', 'password=hunter2x'])(
    'hides %s in a text',
    (secret) => {
      expect(logged((logger) => logger.warn({ reason: `sent ${secret}` }, 'refused'))).not.toMatch(
        /hunter2x|12345678/,
      );
    },
  );

  it.each([
    '2026-11-29T13:00:00.000+01:00',
    'at send (file:///srv/node_modules/@nestjs/core/x.js:10:2)',
    'order.created',
    '01980000-0000-7000-8000-0000000000bb',
    '1+1=2',
  ])('leaves %s as it is', (text) => {
    expect(withoutPrivateText(text)).toBe(text);
  });

  it('takes no time to speak of for whatever text', () => {
    const began = performance.now();
    for (const text of ['a@'.repeat(50_000), `${'x'.repeat(100_000)}@`, `+${'1 '.repeat(50_000)}`])
      withoutPrivateText(text);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('hides credentials in the message', () => {
    expect(logged((logger) => logger.warn('lost amqp://guest:hunter2@localhost'))).toContain(
      'lost amqp://***@localhost',
    );
  });
});

describe("Nest's log", () => {
  it('comes out as debug with its context', () => {
    expect(logged((logger) => new NestLogger(logger).log('Mapped {/orders}', 'RouterExplorer'))).toMatch(
      /"level":20.*"context":"RouterExplorer".*"msg":"Mapped {\/orders}"/,
    );
  });

  it('keeps errors and stacks', () => {
    expect(logged((logger) => new NestLogger(logger).error(new Error('boom')))).toMatch(
      /"level":50.*"stack":"Error: boom/,
    );
    expect(logged((logger) => new NestLogger(logger).error('boom', 'Error: boom\n    at x', 'Here'))).toMatch(
      /"stack":"Error: boom/,
    );
  });
});
