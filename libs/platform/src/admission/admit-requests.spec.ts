import { Controller, Get, HttpCode, Module, Post, Res } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { once } from 'node:events';
import { connect, type Server, type Socket } from 'node:net';
import { z } from 'zod';
import { Allows } from '../auth/access.js';
import { authEnv } from '../auth/auth-env.js';
import { loadConfig } from '../config/load-config.js';
import { limitEnv } from '../limits/limit-env.js';
import { createHttpApp } from '../http/create-http-app.js';
import { AcceptsStream } from '../http/streamed-body.js';
import { createLogger } from '../logging/logger.js';
import { Brakes } from './brakes.js';
import { StartsWork, yieldPlace } from './starts-work.js';

const CONFIG = {
  ...loadConfig(z.object({ ...authEnv, ...limitEnv }), {}),
  NODE_ENV: 'test' as const,
  HOST: '127.0.0.1',
  BODY_LIMIT_BYTES: 1000,
  DB_POOL_SIZE: 2,
  ADMISSION_PLACES: 2,
  ADMISSION_LINE: 1,
  ADMISSION_PATIENCE_MS: 60_000,
  EVENT_LOOP_DELAY_MAX_MS: 60_000,
};

/** Handlers that answer when the spec lets them. */
const held: (() => void)[] = [];
let holding = true;
const hold = async () => {
  if (holding) await new Promise<void>((resolve) => void held.push(resolve));
};
const letGo = () => {
  holding = false;
  for (const release of held) release();
};

@Controller()
class HoldingController {
  @Post('orders')
  @Allows('everyone')
  @StartsWork()
  async start() {
    await hold();
    return {};
  }

  @Post('waits')
  @Allows('everyone')
  @StartsWork()
  async wait(@Res({ passthrough: true }) reply: FastifyReply) {
    yieldPlace(reply);
    await hold();
    return {};
  }

  @Post('orders/cancel')
  @Allows('everyone')
  @HttpCode(200)
  async step() {
    await hold();
    return {};
  }

  @Get('orders')
  @Allows('everyone')
  async read() {
    await hold();
    return [];
  }

  @Post('import')
  @Allows('everyone')
  @AcceptsStream('a,b', 'text/csv')
  async upload() {
    await hold();
    return {};
  }
}

@Module({ controllers: [HoldingController] })
class HoldingModule {}

let app: NestFastifyApplication;
let url: string;
const connections: Socket[] = [];
const lines: Record<string, unknown>[] = [];

async function start(own: Partial<typeof CONFIG> = {}): Promise<void> {
  app = await createHttpApp(HoldingModule, {
    config: { ...CONFIG, ...own },
    logger: createLogger({
      level: 'warn',
      service: 'spec',
      destination: { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
    }),
    title: '',
    description: '',
    version: '1',
  });
  (app.getHttpServer() as Server).on('connection', (socket) => connections.push(socket));
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
}

beforeEach(async () => {
  held.length = 0;
  holding = true;
  connections.length = 0;
  await start();
  lines.length = 0;
});
afterEach(async () => {
  letGo();
  await app.close();
});

const post = (path: string) => fetch(url + path, { method: 'POST' });
const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? Number.NaN);
};
const until = async (what: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await what())) await new Promise((resolve) => void setImmediate(resolve));
};

/** Two at work and one in line: no more of those that start work. */
async function fill(): Promise<Promise<Response>[]> {
  const answers = [post('/orders'), post('/orders')];
  await until(() => held.length === 2);
  answers.push(post('/orders'));
  await until(async () => (await metric('waybill_requests_waiting{lane="starts"}')) === 1);
  return answers;
}

describe('a service that has enough to do', () => {
  it('refuses what more is started at once, and says when to try again', async () => {
    void (await fill());
    const response = await post('/orders');
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(response.headers.get('x-correlation-id')).not.toBeNull();
    expect(await response.json()).toMatchObject({ code: 'overloaded', status: 503 });
    expect(await metric('waybill_requests_shed_total{lane="starts",reason="line-full"}')).toBe(1);
  });

  it('answers those it has admitted, then those in line', async () => {
    const answers = await fill();
    held[0]?.();
    await until(() => held.length === 3);
    letGo();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await metric('waybill_requests_in_flight{lane="starts"}')).toBe(0);
    expect(await metric('waybill_requests_admitted_total{lane="starts"}')).toBe(3);
  });

  it('has room for what was begun, for readers and for uploads all the same', async () => {
    void (await fill());
    const others = [
      post('/orders/cancel'),
      fetch(`${url}/orders`),
      fetch(`${url}/import`, { method: 'POST', body: 'a,b', headers: { 'content-type': 'text/csv' } }),
    ];
    await until(() => held.length === 5);
    letGo();
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200, 201]);
  });

  it('always tells how it is, and what there is not', async () => {
    void (await fill());
    const statuses = ['/health', '/health/live', '/metrics', '/api/docs-json', '/nothing'].map(
      async (path) => (await fetch(url + path)).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 200, 404]);
  });

  it('says once in the log that it sheds load, not for each request', async () => {
    void (await fill());
    await Promise.all(Array.from({ length: 20 }, () => post('/orders')));
    expect(lines.map(({ msg }) => msg)).toEqual(['shedding load']);
  });
});

describe('a place', () => {
  it('is not held by who only waits for news', async () => {
    const answers = Array.from({ length: 10 }, () => post('/waits'));
    await until(() => held.length === 10);
    letGo();
    expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([201]));
    expect(await metric('waybill_requests_in_flight{lane="starts"}')).toBe(0);
  });

  it('is not held by who has yet to send what it wants', async () => {
    const writers: Socket[] = Array.from({ length: 5 }, () =>
      connect(Number(new URL(url).port), '127.0.0.1', function (this: Socket) {
        this.write(
          'POST /orders HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
        );
      }),
    );
    await Promise.all(writers.map((socket) => once(socket, 'connect')));
    void (await fill());
    for (const socket of writers) socket.destroy();
    expect(held).toHaveLength(2);
  });

  it('is kept until the work is done though its client has gone, and not taken by who has gone', async () => {
    const gone = new AbortController();
    const answers = await fill();
    answers.push(fetch(`${url}/orders/cancel`, { method: 'POST', signal: gone.signal }));
    await until(() => held.length === 3);
    const waiting = fetch(`${url}/orders/cancel`, { method: 'POST', signal: gone.signal });
    await until(async () => (await metric('waybill_requests_waiting{lane="steps"}')) === 1);
    const open = () => connections.filter(({ destroyed }) => !destroyed).length;
    const before = open();
    gone.abort();
    await expect(waiting).rejects.toThrow('aborted');
    await expect(answers.pop()).rejects.toThrow('aborted');
    await until(() => open() <= before - 2); // the service has noticed
    expect(await metric('waybill_requests_in_flight{lane="steps"}')).toBe(1);

    held[2]?.();
    await until(async () => (await metric('waybill_requests_in_flight{lane="steps"}')) === 0);
    expect(await metric('waybill_requests_shed_total{lane="steps",reason="client-gone"}')).toBe(1);
    expect(held).toHaveLength(3);
  });
});

describe('new work', () => {
  it('is held back by a brake, for as long as the brake says, and nothing else is', async () => {
    let retryAfterSeconds: number | undefined = 30;
    app.get(Brakes).add({ name: 'backlog', retryAfterSeconds: () => retryAfterSeconds });
    const response = await post('/orders');
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(30);
    expect(await metric('waybill_requests_shed_total{lane="starts",reason="brake-backlog"}')).toBe(1);

    const step = post('/orders/cancel');
    await until(() => held.length === 1);
    retryAfterSeconds = undefined;
    const accepted = post('/orders');
    await until(() => held.length === 2);
    letGo();
    expect([(await step).status, (await accepted).status]).toEqual([200, 201]);
  });

  it('is refused while the event loop is late', async () => {
    await app.close();
    await start({ EVENT_LOOP_DELAY_MAX_MS: 1 });
    letGo();
    const busy = setInterval(() => {
      const end = performance.now() + 30;
      while (performance.now() < end);
    }, 1);
    await until(async () => (await post('/orders')).status === 503);
    clearInterval(busy);
    expect(await metric('waybill_requests_shed_total{lane="starts",reason="event-loop"}')).toBe(1);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });
});
