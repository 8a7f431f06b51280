import { WAYBILL } from '@app/contracts';
import { topologyOf } from '@app/messaging';
import { APPS, type App } from '../build.mjs';
import { configurationOf, isSelected, ofKind, oneOf, podsOf } from './release.mjs';
import { PREFIXED, type Release, useReleases } from './use-releases.js';

// So many connections a database has to take, less some for people: PostgreSQL takes 100 unless told otherwise.
const CONNECTIONS: Readonly<Record<string, number>> = { large: 290 };

// As many as small values give, or the processors ask for.
const WITHOUT_KEDA = new Set(['small', 'on processors']);

const { inEverySize } = useReleases();

describe.each(APPS)('the %s', (app) => {
  it(
    'is replaced one by one, when its configuration has changed too, and takes requests by its own name only',
    inEverySize((release) => {
      const { spec } = oneOf(release, 'Deployment', app);
      expect(spec.strategy).toEqual({
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
      });
      expect(spec.template.metadata.annotations).toMatchObject({
        'checksum/configuration': expect.any(String),
      });
      for (const { selector } of [
        oneOf(release, 'Service', app).spec,
        { selector: spec.selector.matchLabels },
      ])
        expect(podsOf(release).filter(({ metadata }) => isSelected(metadata?.labels, selector))).toEqual([
          spec.template,
        ]);
    }),
  );

  it(
    'lets a node be drained, by one instance at least',
    inEverySize((release) => {
      const { spec } = oneOf(release, 'Deployment', app);
      const budgets = ofKind(release, 'PodDisruptionBudget').filter((budget) =>
        isSelected(spec.template.metadata.labels, budget.spec.selector.matchLabels),
      );
      expect(budgets).toHaveLength(1);
      const [{ spec: budget }] = budgets;
      expect(budget).not.toHaveProperty('minAvailable');
      const share = Number.parseInt(budget.maxUnavailable, 10) / 100;
      const mayGo =
        typeof budget.maxUnavailable === 'number'
          ? budget.maxUnavailable
          : Math.ceil(share * instancesOf(release, app).min);
      expect(mayGo).toBeGreaterThanOrEqual(1);
    }),
  );

  it(
    'has no more connections than its database takes, with as many instances as there may be',
    inEverySize((release, size) => {
      const pool = Number(configurationOf(release, app)['DB_POOL_SIZE'] ?? 10);
      // One more while they are replaced.
      expect((instancesOf(release, app).max + 1) * pool).toBeLessThanOrEqual(CONNECTIONS[size] ?? 97);
    }),
  );

  it(
    'is scaled by every queue that it consumes, and by no other, under their names',
    inEverySize((release, size) => {
      expect(ofKind(release, 'ScaledObject')).toHaveLength(WITHOUT_KEDA.has(size) ? 0 : APPS.length);
      if (WITHOUT_KEDA.has(size)) return;
      const { triggers, scaleTargetRef } = oneOf(release, 'ScaledObject', app).spec;
      const queues = triggers.flatMap(
        ({ metadata }: { metadata: { queueName?: string } }) => metadata.queueName ?? [],
      );
      const { RABBITMQ_PREFIX: prefix = '' } = configurationOf(release, app);
      expect(prefix).toBe(size === PREFIXED ? 'shop.' : '');
      expect(queues.toSorted()).toEqual(consumedBy(app, prefix));
      expect(scaleTargetRef.name).toBe(oneOf(release, 'Deployment', app).metadata.name);
    }),
  );

  it(
    'has as many instances as something says, and only one thing says it',
    inEverySize((release, size) => {
      const { replicas } = oneOf(release, 'Deployment', app).spec;
      const scaled = ['ScaledObject', 'HorizontalPodAutoscaler'].flatMap((kind) => ofKind(release, kind));
      expect([replicas === undefined, scaled.length]).toEqual(
        size === 'small' ? [false, 0] : [true, APPS.length],
      );
      const { min, max } = instancesOf(release, app);
      expect([min >= 1, max >= min]).toEqual([true, true]);
    }),
  );

  it(
    'lets KEDA look at the queues as the service that consumes them',
    inEverySize((release, size) => {
      if (WITHOUT_KEDA.has(size)) return;
      const { metadata, spec } = oneOf(release, 'TriggerAuthentication', app);
      const [, ...others] = new Set(
        oneOf(release, 'ScaledObject', app).spec.triggers.map(
          (trigger: { authenticationRef?: { name: string } }) =>
            trigger.authenticationRef?.name ?? metadata.name,
        ),
      );
      expect(others).toEqual([]);
      const { volumes } = oneOf(release, 'Deployment', app).spec.template.spec;
      expect(volumes[0].projected.sources).toContainEqual({
        secret: {
          name: spec.secretTargetRef[0].name,
          items: [{ key: spec.secretTargetRef[0].key, path: 'RABBITMQ_PASSWORD' }],
        },
      });
      expect(configurationOf(release, app)).toHaveProperty('RABBITMQ_USERNAME', app);
    }),
  );
});

/** How many instances there may be. */
function instancesOf(release: Release, app: App): { min: number; max: number } {
  const { replicas } = oneOf(release, 'Deployment', app).spec;
  if (replicas !== undefined) return { min: replicas, max: replicas };
  const scaled = [...ofKind(release, 'ScaledObject'), ...ofKind(release, 'HorizontalPodAutoscaler')].find(
    ({ spec }) => spec.scaleTargetRef.name === oneOf(release, 'Deployment', app).metadata.name,
  );
  return {
    min: scaled.spec.minReplicaCount ?? scaled.spec.minReplicas,
    max: scaled.spec.maxReplicaCount ?? scaled.spec.maxReplicas,
  };
}

const consumedBy = (app: App, prefix: string): string[] =>
  topologyOf(WAYBILL, { prefix, retryDelaysMs: [] })
    .inbound.filter(({ subscription }) => `${subscription.subscriber}-service` === app)
    .map(({ queue }) => queue)
    .toSorted();
