import { z } from 'zod';
import { flag, int, milliseconds, pairs, share, topic, url } from '../config/variables.js';

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** What OpenTelemetry's specification calls the variables of traces; those of the exporter alone are read by it. */
export const tracingEnv = topic('Traces', {
  OTEL_SDK_DISABLED: flag().default(false).describe('Whether no traces are made, whatever else is set.'),
  OTEL_TRACES_EXPORTER: z
    .enum(['otlp', 'none'])
    .optional()
    .describe('Traces are made when this is `otlp`, or when there is an endpoint and this is not `none`.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url('http', 'https')
    .optional()
    .describe('Of a collector; `/v1/traces` is put behind it.'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url('http', 'https').optional().describe('Of a collector, as it is.'),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/protobuf', 'http/json'])
    .default('http/protobuf')
    .describe('How a collector is spoken to.'),
  OTEL_EXPORTER_OTLP_HEADERS: pairs()
    .default({})
    .meta({ secret: 'optional' })
    .describe('What a collector is to be sent besides, such as its key.'),
  OTEL_SERVICE_NAME: z.string().optional().describe('What traces call the service. Not set: its own name.'),
  OTEL_RESOURCE_ATTRIBUTES: pairs().default({}).describe('What traces say of the process besides.'),
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS)
    .default('parentbased_always_on')
    .describe("Which traces are kept, in the words of OpenTelemetry's specification."),
  OTEL_TRACES_SAMPLER_ARG: share()
    .default(1)
    .describe('With a sampler by ratio, the share that is kept of traces that begin here.'),
  OTEL_BSP_SCHEDULE_DELAY: milliseconds()
    .default(5_000)
    .describe('How long spans wait for others before they are sent.'),
  OTEL_BSP_MAX_QUEUE_SIZE: int({ min: 512, max: 1_000_000 })
    .default(2_048)
    .describe('How many wait at most; more are dropped.'),
});

const tracingSchema = z.object(tracingEnv);

/** What is known of the environment about traces. */
export type TracingConfig = z.output<typeof tracingSchema>;
