import { recordingTracer } from '../../test/recording-tracer.js';
import { type Sample, startSample } from '../../test/sample-app.js';
import { sendTo } from '../../test/send.js';
import { traceWith } from './tracer.js';

const tracer = recordingTracer();
let sample: Sample;
beforeAll(async () => {
  traceWith(tracer);
  sample = await startSample();
});
afterAll(async () => {
  traceWith(undefined);
  await sample.app.close();
});

const ask = async (path: string) => {
  await fetch(sample.url + path);
  return tracer.spans.at(-1);
};

describe('a request', () => {
  it('is told of by its route, never by its path or query, where a customer may be named', async () => {
    expect(await ask('/v1/products/ada@example.org?for=ada')).toMatchObject({
      name: 'GET /products/:id',
      kind: 'server',
      parent: {},
      attributes: { 'http.request.method': 'GET', 'http.route': '/products/:id', 'url.scheme': 'http' },
      told: { 'http.response.status_code': 400 },
      end: { failure: undefined },
    });
    expect(JSON.stringify(tracer.spans)).not.toContain('ada');
  });

  it('has failed when that is our fault', async () => {
    expect(await ask('/fail/bug')).toMatchObject({
      told: { 'http.response.status_code': 500 },
      end: { failure: '500' },
    });
    expect(JSON.stringify(tracer.spans)).not.toContain('hunter2');
  });

  it('for nothing that there is has no route', async () => {
    const span = await ask('/what/ever');
    expect(span).toMatchObject({ name: 'GET', told: { 'http.response.status_code': 404 } });
    expect(span?.attributes).not.toHaveProperty('http.route');
  });

  it('follows from the trace that it brings, and what follows from it follows from its span', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const body = JSON.stringify({ items: [{ productId: 'a', quantity: 1 }] });
    const headers = { 'content-type': 'application/json', traceparent };
    const answer = await sendTo(sample)('POST', '/orders', body, headers);

    expect(tracer.spans.at(-1)).toMatchObject({ name: 'POST /orders', parent: { traceparent } });
    const ofSpan = `00-${'a'.repeat(32)}-${String(tracer.spans.length).padStart(16, '0')}-01`;
    expect(answer.body['caller']).toMatchObject({ traceparent: ofSpan });
  });

  it.each(['/health', '/health/live', '/metrics'])('for %s is not traced', async (path) => {
    const before = tracer.spans.length;
    await ask(path);
    expect(tracer.spans).toHaveLength(before);
  });
});
