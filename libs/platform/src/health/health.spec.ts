import { type Sample, startSample } from '../../test/sample-app.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { type HealthCheck, HealthRegistry } from './health-registry.js';

let sample: Sample;
beforeEach(async () => {
  sample = await startSample();
  sample.app.get(Lifecycle).started();
});
afterEach(() => sample.app.close());

const add = (...checks: HealthCheck[]) =>
  checks.forEach((check) => sample.app.get(HealthRegistry).add(check));
const up = (name: string): HealthCheck => ({ name, check: () => Promise.resolve({ version: 18 }) });
const down = (name: string): HealthCheck => ({
  name,
  check: () => Promise.reject(new Error('cannot reach amqp://guest:hunter2@broker')),
});

async function ask(path: string) {
  const response = await fetch(sample.url + path);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('the health', () => {
  it('is 200 with the details of every check while all is well', async () => {
    add(up('database'), up('broker'));
    expect(await ask('/health')).toMatchObject({
      status: 200,
      body: { status: 'ok', details: { database: { status: 'up', version: 18 }, broker: { status: 'up' } } },
    });
    expect((await ask('/v1/health/ready')).status).toBe(200);
  });

  it('is 503 and names what is down, without its credentials', async () => {
    add(up('database'), down('broker'));
    const { status, body } = await ask('/health');
    expect({ status, body }).toMatchObject({
      status: 503,
      body: { status: 'error', error: { broker: { status: 'down' } }, info: { database: { status: 'up' } } },
    });
    expect(JSON.stringify(body)).toContain('cannot reach amqp://***@broker');
    expect((await ask('/health/ready')).status).toBe(503);
  });

  it('does not hang with a check that does, and still tells of the others', async () => {
    add(up('database'), { name: 'broker', check: () => new Promise(() => {}) });
    expect(await ask('/health')).toMatchObject({
      status: 503,
      body: { details: { database: { status: 'up' }, broker: { status: 'down' } } },
    });
  });

  it('can be bad without keeping the service from its work', async () => {
    add(up('database'), { ...down('backlog'), neededToBeReady: false });
    expect((await ask('/health')).status).toBe(503);
    expect((await ask('/health/ready')).status).toBe(200);
  });

  it('takes a name once', () => {
    add(up('database'));
    expect(() => add(up('database'))).toThrow('database');
  });
});

describe('readiness', () => {
  it('is false before the start is finished and once stopping has begun', async () => {
    const starting = await startSample();
    const { status } = await fetch(`${starting.url}/health/ready`);
    await starting.app.close();
    expect(status).toBe(503);

    expect((await ask('/health/ready')).status).toBe(200);
    sample.app.get(Lifecycle).stopping();
    expect(await ask('/health/ready')).toMatchObject({ status: 503, body: { phase: 'stopping' } });
  });
});

describe('liveness', () => {
  it('depends on nothing', async () => {
    add(down('database'));
    sample.app.get(Lifecycle).stopping();
    expect(await ask('/health/live')).toEqual({ status: 200, body: { status: 'ok' } });
  });
});
