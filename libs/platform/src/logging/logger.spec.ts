import { createLogger } from './logger.js';
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
