import { bearer, Issuer } from '../../test/issuer.js';
import { RedisStandIn } from '../../test/redis-stand-in.js';
import { type Sample, startSample } from '../../test/sample-app.js';
import { networkOf } from './address.js';

const LIMITS = { RATE_LIMIT_REQUESTS: '3', RATE_LIMIT_STRANGERS: '2' };

let issuer: Issuer;
const running: { close(): Promise<unknown> }[] = [];
beforeAll(async () => {
  issuer = await Issuer.open();
});
afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one.close();
});
afterAll(() => issuer.close());

async function start(environment: Record<string, string>): Promise<Sample> {
  const sample = await startSample({ ...issuer.environment, ...LIMITS, ...environment });
  running.push(sample.app);
  return sample;
}

const asService = async (sub: string) =>
  bearer(await issuer.token({ sub, role: 'service', scope: 'orders:read' }));

async function ask({ url }: Sample, headers: Record<string, string> = {}, path = '/orders?limit=1') {
  const response = await fetch(url + path, { headers });
  await response.text();
  const header = (name: string) => response.headers.get(name);
  return {
    status: response.status,
    limit: header('ratelimit'),
    policy: header('ratelimit-policy'),
    retryAfter: Number(header('retry-after')),
  };
}

describe('a principal', () => {
  it('is told where they stand, and to come again when it was enough', async () => {
    const sample = await start({});
    const headers = await asService('one');

    const answers = [];
    for (let time = 0; time < 4; time += 1) answers.push(await ask(sample, headers));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.map(({ policy }) => policy)).toEqual(Array(4).fill('"principal";q=3;w=60'));
    expect(answers.map(({ limit }) => limit?.replace(/t=\d+/, 't=…'))).toEqual([
      '"principal";r=2;t=…',
      '"principal";r=1;t=…',
      '"principal";r=0;t=…',
      '"principal";r=0;t=…',
    ]);
    expect(answers[3]?.retryAfter).toBeGreaterThan(50);
  });

  it('has a quota of their own, whatever others from the same address do', async () => {
    const sample = await start({});
    const [one, two] = [await asService('one'), await asService('two')];
    for (let time = 0; time < 5; time += 1) await ask(sample, one);
    for (let time = 0; time < 5; time += 1) await ask(sample);
    expect((await ask(sample, two)).status).toBe(200);
  });

  it('may begin anew when the window is over', async () => {
    const sample = await start({ RATE_LIMIT_WINDOW_S: '1' });
    const headers = await asService('one');
    for (let time = 0; time < 4; time += 1) await ask(sample, headers);
    expect((await ask(sample, headers)).retryAfter).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await ask(sample, headers)).status).toBe(200);
  });
});

describe('those who do not say who they are, or say it wrongly', () => {
  it('share the quota of their address', async () => {
    const sample = await start({});
    expect((await ask(sample)).status).toBe(401);
    expect(await ask(sample, bearer('x.y.z'))).toMatchObject({ status: 401, policy: '"address";q=2;w=60' });
    expect((await ask(sample, { 'x-api-key': 'none' })).status).toBe(429);
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('at %s are counted as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('what is never counted', () => {
  it('is health, metrics and what is for everyone', async () => {
    const sample = await start({});
    for (const path of ['/health/live', '/metrics', '/products/lamp', '/nowhere']) {
      for (let time = 0; time < 5; time += 1)
        expect(await ask(sample, {}, path)).toMatchObject({ limit: null, policy: null });
    }
    expect((await ask(sample, {}, '/health/live')).status).toBe(200);
  });

  it('is anything, unless it is said', async () => {
    const sample = await start({ RATE_LIMIT_REQUESTS: '0', RATE_LIMIT_STRANGERS: '0' });
    const headers = await asService('one');
    for (let time = 0; time < 10; time += 1)
      expect(await ask(sample, headers)).toMatchObject({ status: 200, limit: null });
  });
});

describe('without authentication', () => {
  it('those who claim to be somebody are counted as that, and all others by their address', async () => {
    const sample = await start({ AUTH: 'off' });
    const claim = { 'x-customer-id': '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5' };
    expect(await ask(sample, claim)).toMatchObject({ status: 200, limit: expect.stringContaining('r=2') });
    expect(await ask(sample)).toMatchObject({ status: 200, policy: '"address";q=2;w=60' });
    expect((await ask(sample, { 'x-customer-id': 'me' })).status).toBe(200);
    expect((await ask(sample)).status).toBe(429);
  });
});

describe('with Redis', () => {
  it('all instances count together', async () => {
    const redis = await RedisStandIn.open();
    running.push(redis);
    const samples = [await start({ REDIS_URL: redis.url }), await start({ REDIS_URL: redis.url })];
    const headers = await asService('shared');
    const statuses = [];
    for (let time = 0; time < 4; time += 1)
      statuses.push((await ask(samples[time % 2] as Sample, headers)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(redis.counts.get('waybill:principal:service:shared')).toBe(4);
  });

  it.each<[string, (redis: RedisStandIn) => Promise<void> | void]>([
    ['is away', (redis) => redis.close()],
    ['says nothing any more', (redis) => redis.fallSilent()],
  ])(
    'that %s nobody is refused or held up for it, and each instance counts for itself',
    async (_how, fail) => {
      const redis = await RedisStandIn.open();
      const sample = await start({ REDIS_URL: redis.url });
      const headers = await asService('alone');
      expect((await ask(sample, headers)).status).toBe(200);
      await fail(redis);

      const began = Date.now();
      const statuses = [];
      for (let time = 0; time < 4; time += 1) statuses.push((await ask(sample, headers)).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
      expect(Date.now() - began).toBeLessThan(1_500);
      expect(sample.lines.filter(({ msg }) => String(msg).includes('for itself'))).toHaveLength(1);
      await redis.close().catch(() => undefined);
    },
  );

  it('that was never there a service starts all the same', async () => {
    const sample = await start({ REDIS_URL: 'redis://127.0.0.1:1' });
    expect((await ask(sample, await asService('one'))).status).toBe(200);
  });
});
