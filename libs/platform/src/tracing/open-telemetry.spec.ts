import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { loadConfig } from '../config/load-config.js';
import { createLogger } from '../logging/logger.js';
import { openTelemetry } from './open-telemetry.js';
import { readTraceparent } from './trace-context.js';
import type { SpanStart, Tracer } from './tracer.js';
import { tracingEnv } from './tracing-env.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const contextOf = (flags: '00' | '01') => ({ traceparent: `00-${TRACE_ID}-b7ad6b7169203331-${flags}` });
const span = (more: Partial<SpanStart> = {}): SpanStart => ({
  name: 'work',
  kind: 'client',
  attributes: {},
  ...more,
});

let server: Server;
let received: { request: IncomingMessage; body: Buffer }[];
let log: string[];
let tracers: Tracer[];

const tracerWith = (env: Record<string, string> = {}): Tracer => {
  const { port } = server.address() as AddressInfo;
  const config = loadConfig(z.object(tracingEnv), {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/`,
    ...env,
  });
  const destination = { write: (line: string) => void log.push(line) };
  const made = openTelemetry('spec', config, createLogger({ level: 'info', service: 'spec', destination }));
  tracers.push(made);
  return made;
};

/** Whether a span goes to the collector. */
const isKept = (tracer: Tracer, more: Partial<SpanStart>): boolean =>
  readTraceparent(tracer.start(span(more)).context.traceparent)?.flags === 1;

beforeEach(async () => {
  received = [];
  log = [];
  tracers = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    received.push({ request, body: await buffer(request) });
    response.end();
  };
  server = createServer((request, response) => void take(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  await Promise.all(tracers.map((tracer) => tracer.close()));
  server.closeAllConnections();
  server.close();
});

describe('a span', () => {
  it('reaches the collector when the service ends at the latest, with the key that the collector wants', async () => {
    const tracer = tracerWith({ OTEL_EXPORTER_OTLP_HEADERS: 'api-key=hush' });
    tracer.start(span({ name: 'only work' })).end();
    await tracer.close();

    const [{ request, body } = { request: undefined, body: Buffer.alloc(0) }] = received;
    expect(request?.url).toBe('/v1/traces');
    expect(request?.headers).toMatchObject({ 'content-type': 'application/x-protobuf', 'api-key': 'hush' });
    expect(body.toString('latin1')).toMatch(/service\.name.*spec.*only work/s);
  });

  it('is in the trace of what it follows from, and hands on what others have added to it', () => {
    const { context } = tracerWith().start(span({ parent: { ...contextOf('01'), tracestate: 'a=1' } }));
    expect(readTraceparent(context.traceparent)).toMatchObject({ traceId: TRACE_ID, flags: 1 });
    expect(context.tracestate).toBe('a=1');
  });

  it.each([
    undefined,
    {},
    { traceparent: 'nonsense' },
    { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` },
  ])('begins a trace when it follows from %p', (parent) => {
    const { traceparent } = tracerWith().start(span({ parent })).context;
    expect(readTraceparent(traceparent)?.traceId).not.toBe(TRACE_ID);
  });

  it('is in log lines while its work goes on, and only in them', async () => {
    const tracer = tracerWith();
    const one = tracer.start(span());
    const read = readTraceparent(one.context.traceparent);
    const seen = one.within(async () => {
      await Promise.resolve();
      return tracer.ids();
    });
    expect(tracer.ids()).toEqual({});
    expect(await seen).toEqual({ traceId: read?.traceId, spanId: read?.spanId });
  });

  it('is kept when what it follows from is, or else by the share that is wanted', () => {
    const tracer = tracerWith({
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0',
    });
    expect(isKept(tracer, { parent: contextOf('01') })).toBe(true);
    expect(isKept(tracer, { parent: contextOf('00') })).toBe(false);
    expect(isKept(tracer, {})).toBe(false);
  });

  it('of a batch is kept when one of what it is linked to is', () => {
    const tracer = tracerWith();
    expect(isKept(tracer, { links: [contextOf('00'), contextOf('01')] })).toBe(true);
    expect(isKept(tracer, { links: [contextOf('00')] })).toBe(false);
    expect(isKept(tracer, { links: [{}] })).toBe(true);
  });
});

describe('a collector that is away', () => {
  // Read by the exporter itself: it would try again for ten seconds.
  beforeAll(() => (process.env['OTEL_EXPORTER_OTLP_TIMEOUT'] = '200'));
  afterAll(() => delete process.env['OTEL_EXPORTER_OTLP_TIMEOUT']);

  it('is mentioned once, and holds up nothing', async () => {
    const tracer = tracerWith({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:1/v1/traces',
      OTEL_BSP_SCHEDULE_DELAY: '10',
    });
    for (let count = 0; count < 2_000; count++) tracer.start(span()).end();
    const started = performance.now();
    await tracer.close();
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(log.filter((line) => line.includes('the collector takes no traces')).length).toBeLessThan(2);
    expect(received).toEqual([]);
  });
});
