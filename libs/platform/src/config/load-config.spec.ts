import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.js';
import { type Environment, loadConfig } from './load-config.js';
import { serviceEnv } from './service-env.js';
import { flag, int, intList, pem, port, secret, url, urlList } from './variables.js';

const complete = {
  NODE_ENV: 'test',
  PORT: '3001',
  DB_HOST: 'db.internal',
  DB_NAME: 'orders',
  DB_USERNAME: 'orders',
  RABBITMQ_URL: 'amqp://user:hunter2@broker',
};

const schema = z.object(serviceEnv);

function problemsWith(shape: z.ZodRawShape, env: Environment): readonly string[] {
  try {
    loadConfig(z.object(shape), { NODE_ENV: 'test', ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration of a service', () => {
  it('is typed and has the documented defaults', () => {
    expect(loadConfig(schema, complete)).toEqual({
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      AUTH_AUDIENCE: 'waybill',
      AUTH_CLOCK_TOLERANCE_S: 5,
      AUTH_CUSTOMER_CLAIM: 'sub',
      AUTH_ROLE_CLAIM: 'role',
      RATE_LIMIT_REQUESTS: 0,
      RATE_LIMIT_STRANGERS: 0,
      RATE_LIMIT_WINDOW_S: 60,
      PORT: 3001,
      LOG_LEVEL: 'info',
      LOG_PRETTY: false,
      BODY_LIMIT_BYTES: 1_048_576,
      ADMISSION_PLACES: 0,
      ADMISSION_LINE: 250,
      ADMISSION_PATIENCE_MS: 3000,
      EVENT_LOOP_DELAY_MAX_MS: 1000,
      SHUTDOWN_TIMEOUT_MS: 10_000,
      DB_HOST: 'db.internal',
      DB_PORT: 5432,
      DB_NAME: 'orders',
      DB_USERNAME: 'orders',
      DB_PASSWORD: '',
      DB_POOL_SIZE: 10,
      DB_CONNECT_TIMEOUT_MS: 3000,
      DB_STATEMENT_TIMEOUT_MS: 15_000,
      DB_SSL: false,
      DB_SSL_REJECT_UNAUTHORIZED: true,
      RABBITMQ_URL: ['amqp://user:hunter2@broker'],
      RABBITMQ_DECLARES: 'all',
      RABBITMQ_PREFIX: '',
      RABBITMQ_PREFETCH: 200,
      OTEL_BSP_MAX_QUEUE_SIZE: 2048,
      OTEL_BSP_SCHEDULE_DELAY: 5000,
      OTEL_EXPORTER_OTLP_HEADERS: {},
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_RESOURCE_ATTRIBUTES: {},
      OTEL_SDK_DISABLED: false,
      OTEL_TRACES_SAMPLER: 'parentbased_always_on',
      OTEL_TRACES_SAMPLER_ARG: 1,
      OUTBOX_EVENTS_PER_MESSAGE: 25,
      RETRY_DELAYS_MS: [1000, 5000, 25_000],
      INCIDENT_RETENTION_DAYS: 30,
    });
  });

  it('names every variable that is missing or wrong, at once', () => {
    const env = {
      NODE_ENV: 'prod',
      PORT: '12abc',
      DB_HOST: ' ',
      DB_POOL_SIZE: '0',
      RETRY_DELAYS_MS: '1000,x',
      LOG_LEVEL: 'loud',
    };

    expect(problemsWith(serviceEnv, env)).toEqual([
      'DB_PASSWORD: must be set (it may be empty) unless NODE_ENV is development or test',
      'NODE_ENV: must be one of development, test, production',
      'PORT: must be a whole number from 0 to 65535',
      'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent',
      'DB_HOST: is required',
      'DB_NAME: is required',
      'DB_USERNAME: is required',
      'DB_POOL_SIZE: must be a whole number from 1 to 1000',
      'RABBITMQ_URL: is required',
      'RETRY_DELAYS_MS: must be whole numbers from 1 to 86400000, separated by commas',
    ]);
  });

  it('says every problem in the message', () => {
    const load = () => loadConfig(schema, { ...complete, PORT: 'x', DB_NAME: undefined });
    expect(load).toThrow(/PORT: must be[^]*DB_NAME: is required/);
  });

  it('never repeats the value of a variable', () => {
    const load = () => loadConfig(schema, { ...complete, RABBITMQ_URL: 'http://user:hunter2@broker' });
    expect(load).toThrow('RABBITMQ_URL: must be a URL that starts with amqp:// or amqps://');
    expect(load).not.toThrow(/hunter2/);
  });

  it('lets a secret be empty but not forgotten where it matters', () => {
    const production = { ...complete, NODE_ENV: 'production' };
    expect(loadConfig(schema, { ...production, DB_PASSWORD: '' }).DB_PASSWORD).toBe('');
    expect(() => loadConfig(schema, production)).toThrow('DB_PASSWORD');
    expect(() => loadConfig(schema, { ...complete, NODE_ENV: undefined })).toThrow('DB_PASSWORD');
  });

  it('keeps the blanks of a secret', () => {
    expect(loadConfig(z.object({ KEY: secret() }), { KEY: '  ' })).toEqual({ KEY: '  ' });
  });

  it('takes a blank variable for an absent one', () => {
    expect(loadConfig(schema, { ...complete, DB_PORT: '', LOG_LEVEL: '  ' })).toMatchObject({
      DB_PORT: 5432,
      LOG_LEVEL: 'info',
    });
  });
});

describe('a variable in a file', () => {
  let directory = '';
  const file = (name: string) => join(directory, name);
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'waybill-config-'));
    writeFileSync(file('password'), ' hunter2\n');
    writeFileSync(file('port'), '5433');
    writeFileSync(file('empty'), '\n');
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('is read without the line break at its end, whatever it is', () => {
    const env = { ...complete, NODE_ENV: 'production', DB_PASSWORD_FILE: file('password') };

    expect(loadConfig(schema, { ...env, DB_PORT_FILE: file('port') })).toMatchObject({
      DB_PASSWORD: ' hunter2',
      DB_PORT: 5433,
    });
  });

  it('may be an empty secret', () => {
    const env = { ...complete, NODE_ENV: 'production', DB_PASSWORD_FILE: file('empty') };
    expect(loadConfig(schema, env).DB_PASSWORD).toBe('');
  });

  it('is refused when it is set as well, and when its file cannot be read', () => {
    const files = { DB_PASSWORD_FILE: file('password'), DB_PORT_FILE: file('none') };

    expect(problemsWith(serviceEnv, { ...complete, DB_PASSWORD: 'x', ...files })).toEqual([
      'DB_PORT_FILE: cannot be read (ENOENT)',
      'DB_PASSWORD: may not be set together with DB_PASSWORD_FILE',
    ]);
  });
});

describe('a variable', () => {
  it.each(['12abc', '1.5', '1e3', '0x10', '-1', '65536', '99999999999999999999'])(
    'refuses %s as a port',
    (value) => {
      expect(problemsWith({ P: port() }, { P: value })).toEqual([
        'P: must be a whole number from 0 to 65535',
      ]);
    },
  );

  it('reads whole numbers, lists, flags and URLs', () => {
    const shape = {
      I: int({ min: -5 }),
      L: intList(),
      F: flag(),
      U: url('smtp', 'smtps'),
      M: urlList('amqp'),
    };
    const env = { I: '-5', L: '3, 2,1', F: 'true', U: 'smtps://mail', M: 'amqp://one, amqp://two' };

    expect(loadConfig(z.object(shape), env)).toEqual({
      I: -5,
      L: [3, 2, 1],
      F: true,
      U: 'smtps://mail',
      M: ['amqp://one', 'amqp://two'],
    });
  });

  it.each(['', 'amqp://one,', 'amqp://one,http://two'])('refuses "%s" as a list of URLs', (value) => {
    expect(problemsWith({ M: urlList('amqp') }, { M: value })).toHaveLength(1);
  });

  it('reads what is in PEM, with line breaks or with \\n for them, and nothing else', () => {
    const text = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n';

    expect(loadConfig(z.object({ C: pem() }), { C: text.replaceAll('\n', '\\n') })).toEqual({ C: text });
    expect(problemsWith({ C: pem() }, { C: '/etc/ca.pem' })).toEqual([
      'C: must be in PEM; line breaks may be written as \\n',
    ]);
  });

  it('refuses "yes" as a flag', () => {
    expect(problemsWith({ F: flag() }, { F: 'yes' })).toEqual(['F: must be one of true, false']);
  });
});
