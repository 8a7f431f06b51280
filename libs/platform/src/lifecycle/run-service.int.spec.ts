import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { compile } from '../../test/compile.js';

type Line = Record<string, unknown> & { msg?: string };

let compiled: Awaited<ReturnType<typeof compile>>;
beforeAll(async () => {
  compiled = await compile();
});
const running = new Set<ChildProcess>();
afterEach(() => running.forEach((child) => child.kill('SIGKILL')));
afterAll(() => compiled.remove());

const good = {
  NODE_ENV: 'test',
  PORT: '0',
  DB_HOST: 'x',
  DB_NAME: 'x',
  DB_USERNAME: 'x',
  RABBITMQ_URL: 'amqp://x',
};

/** The sample service as a process of its own; `line` resolves to the line with the message, past or to come. */
function launch(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [join(compiled.directory, 'test/sample-service.js'), ...args], {
    env,
  });
  running.add(child);
  const lines: Line[] = [];
  const arrivals: (() => void)[] = [];
  let errors = '';
  createInterface(child.stdout).on('line', (text) => {
    const written = JSON.parse(text) as Line;
    // That nobody is asked who they are is another story.
    if (written['AUTH'] === undefined) lines.push(written);
    arrivals.forEach((arrived) => arrived());
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));

  const line = (message: string, nth = 0) =>
    new Promise<Line>((resolve) => {
      const look = () => {
        const found = lines.filter(({ msg }) => msg === message)[nth];
        if (found) resolve(found);
      };
      arrivals.push(look);
      look();
    });
  const ended = once(child, 'close').then(([status]) => ({ status: status as number | null, errors, lines }));
  return { child, line, ended, messages: () => lines.map(({ msg }) => msg) };
}

async function launched(env: Record<string, string> = {}) {
  const service = launch({ ...good, ...env });
  const url = String((await service.line('listening'))['url']);
  await service.line('ready');
  return { ...service, url };
}

describe('a service that cannot start', () => {
  it('prints every problem of its configuration on standard error, without a stack, and exits with 1', async () => {
    const { status, errors, lines } = await launch({ NODE_ENV: 'test', PORT: 'x' }).ended;
    expect(status).toBe(1);
    expect(errors).toContain('sample cannot start:\n');
    for (const name of ['PORT', 'DB_HOST', 'DB_NAME', 'DB_USERNAME', 'RABBITMQ_URL'])
      expect(errors).toContain(`  ${name}: `);
    expect(errors).not.toContain('    at ');
    expect(lines).toEqual([]);
  });

  it('does the same with any error that lists its problems', async () => {
    const { status, errors } = await launch({ ...good, FAIL: 'problems' }).ended;
    expect({ status, errors }).toEqual({
      status: 1,
      errors: 'sample cannot start:\n  order.created has two handlers\n  order.paid has none\n',
    });
  });

  it('prints the stack of any other error, without credentials', async () => {
    const { status, errors } = await launch({ ...good, FAIL: 'bug' }).ended;
    expect(status).toBe(1);
    expect(errors).toMatch(/Error: no postgres:\/\/\*\*\*@db\n\s+at /);
  });

  it.each([
    ['in production', { NODE_ENV: 'production', DB_PASSWORD: '' }],
    ['where others can reach it', { HOST: '0.0.0.0' }],
  ])('exits with 1 when nobody would be asked who they are %s', async (_where, env) => {
    const { status, errors } = await launch({ ...good, AUTH: 'off', ...env }).ended;
    expect(status).toBe(1);
    expect(errors).toMatch(/AUTH: (?:must not|can) be off/);
  });

  it('exits with 1 when a consumer cannot start', async () => {
    const { status, errors } = await launch({ ...good, FAIL: 'consumer' }).ended;
    expect(status).toBe(1);
    expect(errors).toContain('the consumer cannot start');
  });

  it('exits with 1 when its port is taken', async () => {
    const { url } = await launched();
    const { status, errors } = await launch({ ...good, PORT: new URL(url).port }).ended;
    expect(status).toBe(1);
    expect(errors).toContain('EADDRINUSE');
  });
});

describe('a service that is told to migrate', () => {
  it('does so, starts nothing, and exits with 0', async () => {
    const { status, errors, lines } = await launch(good, 'migrate').ended;
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(lines.map(({ msg }) => msg)).toEqual(['migrated']);
  });

  it('exits with 1 when it cannot', async () => {
    const { status, errors, lines } = await launch({ ...good, FAIL: 'bug' }, 'migrate').ended;
    expect({ status, lines }).toEqual({ status: 1, lines: [] });
    expect(errors).toContain('no postgres://***@db');
  });

  it('knows no other command', async () => {
    const { status, errors } = await launch(good, 'migrat').ended;
    expect({ status, errors }).toEqual({
      status: 1,
      errors: 'sample cannot start:\n  there is no command migrat, only migrate\n',
    });
  });
});

describe('a running service', () => {
  it('says once where it listens and is ready once its consumers are started', async () => {
    const { url, messages } = await launched();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(messages()).toEqual(['listening', 'consumer started', 'ready']);
  });

  it('holds little more memory than what it has in use', async () => {
    const { url } = await launched();
    const mostMiB = Number(await (await fetch(`${url}/churn`)).text());
    // Some 45 in use, 32 for what is new: 175 if V8 is left to itself.
    expect(mostMiB).toBeLessThan(145);
  });

  it('sleeps while there is nothing to do', async () => {
    const { url } = await launched();
    const wakes = async () => Number(await (await fetch(`${url}/wakes`)).text());
    const before = await wakes();
    await setTimeout(2000);
    expect(((await wakes()) - before) / 2).toBeLessThan(60);
  });

  it('goes to debug and back at a SIGUSR2 each', async () => {
    const { url, child, line, messages } = await launched();
    child.kill('SIGUSR2');
    expect(await line('log level changed')).toMatchObject({ signal: 'SIGUSR2', logLevel: 'debug' });
    await fetch(`${url}/health/live`);
    await line('request answered');
    child.kill('SIGUSR2');
    expect(await line('log level changed', 1)).toMatchObject({ signal: 'SIGUSR2', logLevel: 'info' });
    const before = messages().length;
    await fetch(`${url}/health/live`);
    await fetch(`${url}/health/live`);
    expect(messages().slice(before)).toEqual([]);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'finishes what was begun before it closes, on %s, and exits with 0',
    async (signal) => {
      const { child, line, ended, url } = await launched();
      const answer = fetch(`${url}/last`);
      await line('slow request began');
      child.kill(signal);

      expect(await (await answer).text()).toBe('done');
      const { status, lines } = await ended;
      expect(status).toBe(0);
      expect(lines.map(({ msg }) => msg).slice(3)).toEqual([
        'slow request began',
        'stopping',
        'slow request finished',
        'consumer closed',
        'closed',
        'stopped',
      ]);
    },
  );

  it('is not held up by a connection that is kept alive', async () => {
    const { child, ended, url } = await launched();
    await (await fetch(`${url}/health/live`)).text();
    child.kill('SIGTERM');
    expect((await ended).status).toBe(0); // held up for as long as it may take, it exits with 1
  });

  it('gives up after the time it has for stopping, and exits with 1', async () => {
    const { child, line, ended, url } = await launched({ SHUTDOWN_TIMEOUT_MS: '200' });
    const answer = fetch(`${url}/slow/60000`).catch(() => 'cut off');
    await line('slow request began');
    child.kill('SIGTERM');
    const { status, lines } = await ended;
    expect(status).toBe(1);
    expect(lines.at(-1)).toMatchObject({ level: 50, msg: 'not stopped in time', timeoutMs: 200 });
    expect(await answer).toBe('cut off');
  });

  it('exits at once at a second signal', async () => {
    const { child, line, ended, url } = await launched();
    const answer = fetch(`${url}/slow/60000`).catch(() => 'cut off');
    await line('slow request began');
    child.kill('SIGTERM');
    await line('stopping');
    child.kill('SIGINT');
    expect((await ended).status).toBe(1);
    expect(await answer).toBe('cut off');
  });

  it.each(['exception', 'rejection'])('logs an uncaught %s as fatal and exits with 1', async (how) => {
    const { ended, url } = await launched();
    await fetch(`${url}/crash/${how}`).catch(() => undefined);
    const { status, lines } = await ended;
    expect(status).toBe(1);
    expect(lines.at(-1)).toMatchObject({ level: 60, msg: 'crashed', err: { message: 'nobody caught me' } });
  });
});
