// @ts-check
import { z } from 'zod';

const labels = z.record(z.string(), z.string());
const metadata = z.strictObject({ name: z.string(), labels, annotations: labels.optional() });
const target = z.strictObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('Deployment'),
  name: z.string(),
});
const wholeNumber = z.string().regex(/^[1-9]\d*$/);

const onQueue = z.strictObject({
  type: z.literal('rabbitmq'),
  metadata: z.strictObject({
    protocol: z.literal('amqp'),
    host: z.string().regex(/^amqps?:\/\/[\w.-]+:\d+\/[^/]+$/),
    usernameFromEnv: z.string(),
    queueName: z.string(),
    mode: z.literal('QueueLength'),
    value: wholeNumber,
  }),
  authenticationRef: z.strictObject({ name: z.string() }),
});
const onProcessor = z.strictObject({
  type: z.literal('cpu'),
  metricType: z.literal('Utilization'),
  metadata: z.strictObject({ value: wholeNumber }),
});

/** The part that we use of each kind that is not of Kubernetes itself: whatever else is in a manifest is a mistake. */
export const CUSTOM_RESOURCES = {
  ScaledObject: z.strictObject({
    apiVersion: z.literal('keda.sh/v1alpha1'),
    kind: z.literal('ScaledObject'),
    metadata,
    spec: z.strictObject({
      scaleTargetRef: target,
      pollingInterval: z.int().min(1),
      minReplicaCount: z.int().min(1),
      maxReplicaCount: z.int().min(1),
      triggers: z.array(z.discriminatedUnion('type', [onQueue, onProcessor])).min(2),
    }),
  }),
  TriggerAuthentication: z.strictObject({
    apiVersion: z.literal('keda.sh/v1alpha1'),
    kind: z.literal('TriggerAuthentication'),
    metadata,
    spec: z.strictObject({
      secretTargetRef: z.tuple([
        z.strictObject({ parameter: z.literal('password'), name: z.string(), key: z.string() }),
      ]),
    }),
  }),
  ServiceMonitor: z.strictObject({
    apiVersion: z.literal('monitoring.coreos.com/v1'),
    kind: z.literal('ServiceMonitor'),
    metadata,
    spec: z.strictObject({
      jobLabel: z.string(),
      selector: z.strictObject({ matchLabels: labels }),
      endpoints: z.tuple([
        z.strictObject({ port: z.string(), path: z.literal('/metrics'), interval: z.string() }),
      ]),
    }),
  }),
  PrometheusRule: z.strictObject({
    apiVersion: z.literal('monitoring.coreos.com/v1'),
    kind: z.literal('PrometheusRule'),
    metadata,
    spec: z.strictObject({
      groups: z.array(
        z.strictObject({
          name: z.string(),
          rules: z.array(
            z.strictObject({
              alert: z.string(),
              expr: z.string(),
              for: z.string().optional(),
              labels,
              annotations: labels,
            }),
          ),
        }),
      ),
    }),
  }),
};
