import { z } from 'zod';
import { flag, int, milliseconds, pairs, share, url } from '../config/variables.js';

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** What OpenTelemetry's specification calls the variables of traces; those of the exporter alone are read by it. */
export const tracingEnv = {
  OTEL_SDK_DISABLED: flag().default(false),
  /** Traces are made when this is `otlp`, or when there is an endpoint and this is not `none`. */
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).optional(),
  /** Of a collector; `/v1/traces` is put behind it. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url('http', 'https').optional(),
  /** Of a collector, as it is. */
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url('http', 'https').optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.enum(['http/protobuf', 'http/json']).default('http/protobuf'),
  /** What a collector is to be sent besides, such as its key. */
  OTEL_EXPORTER_OTLP_HEADERS: pairs().default({}),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_RESOURCE_ATTRIBUTES: pairs().default({}),
  OTEL_TRACES_SAMPLER: z.enum(SAMPLERS).default('parentbased_always_on'),
  /** Of traces that begin here, the share that is kept. */
  OTEL_TRACES_SAMPLER_ARG: share().default(1),
  /** How long spans wait for others before they are sent. */
  OTEL_BSP_SCHEDULE_DELAY: milliseconds().default(5_000),
  /** How many wait at most; more are dropped. */
  OTEL_BSP_MAX_QUEUE_SIZE: int({ min: 512, max: 1_000_000 }).default(2_048),
};

const tracingSchema = z.object(tracingEnv);

/** What is known of the environment about traces. */
export type TracingConfig = z.output<typeof tracingSchema>;
