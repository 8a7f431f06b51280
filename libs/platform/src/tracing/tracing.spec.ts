import { z } from 'zod';
import { ConfigError } from '../config/config-error.js';
import { loadConfig } from '../config/load-config.js';
import { isTraced } from './tracing.js';
import { tracingEnv } from './tracing-env.js';

const read = (env: Record<string, string>) => loadConfig(z.object(tracingEnv), env);
const ENDPOINT = 'http://collector:4318';

describe('traces', () => {
  it.each([
    [false, {}],
    [true, { OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT }],
    [true, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ENDPOINT }],
    [true, { OTEL_TRACES_EXPORTER: 'otlp' }],
    [false, { OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
    [false, { OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, OTEL_SDK_DISABLED: 'true' }],
    [false, { OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
  ])('are made: %s, with %p', (isMade, env) => {
    expect(isTraced(read(env))).toBe(isMade);
  });

  it('have headers and attributes as OpenTelemetry writes them', () => {
    const env = { OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%3Db, x = y', OTEL_RESOURCE_ATTRIBUTES: 'a=' };
    expect(read(env)).toMatchObject({
      OTEL_EXPORTER_OTLP_HEADERS: { 'api-key': 'a=b', x: 'y' },
      OTEL_RESOURCE_ATTRIBUTES: { a: '' },
    });
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=%'],
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', 'half'],
  ])('are not made with %s=%s, and the service says so', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(ConfigError);
  });
});
