import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Sample, startSample } from '../../test/sample-app.js';
import { EVENT_LOOP_RESOLUTION_MS, MetricsRegistry } from './metrics-registry.js';

let sample: Sample;
let other: Sample;
beforeAll(async () => {
  [sample, other] = [await startSample(), await startSample()];
});
afterAll(() => Promise.all([sample.app.close(), other.app.close()]));

const metrics = async ({ url }: Sample) => (await fetch(`${url}/metrics`)).text();

describe('the metrics', () => {
  it('count requests by route template and class of status, never by path', async () => {
    for (const path of ['/products/a', '/v1/products/b', '/products/c?x=1', '/orders/nope', '/what/ever'])
      await fetch(sample.url + path);
    const text = await metrics(sample);

    expect(text).toContain(
      'http_request_duration_seconds_count{method="GET",route="/products/:id",status="2xx"} 3',
    );
    expect(text).toContain(
      'http_request_duration_seconds_count{method="GET",route="/orders/:id",status="4xx"} 1',
    );
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="none",status="4xx"} 1');
  });

  it('belong to one application, though several live in a process', async () => {
    sample.app.get(MetricsRegistry).gauge('outbox_events', 'Waiting').set(7);
    expect(await metrics(sample)).toContain('outbox_events 7');
    expect(await metrics(other)).not.toContain('outbox_events');
    expect(await metrics(other)).not.toContain('/products/:id');
  });

  it.each(['prometheus/alerts.yml', 'grafana/dashboard.json'])(
    'tell %s of the delay of the event loop with the time between two looks, which is taken off',
    (file) => {
      const text = readFileSync(join(import.meta.dirname, '../../../../docker', file), 'utf8');
      const [whole, takenOff] = /nodejs_eventloop_lag_p99_seconds\{.*?\}(?: - ([\d.]+))?/.exec(text) ?? [];
      expect([whole, Number(takenOff) * 1000]).toEqual([expect.anything(), EVENT_LOOP_RESOLUTION_MS]);
      expect(text.split('nodejs_eventloop_lag')).toHaveLength(2);
    },
  );

  it('tell of the process too', async () => {
    const text = await metrics(sample);
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(text).toContain('process_resident_memory_bytes');
  });
});
