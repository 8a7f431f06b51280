import type { Manifest } from './chart.mjs';
import { allowed, closedFor, oneOf } from './release.mjs';

const labels = { app: 'order' };
const pod = { metadata: { labels } };
const policy = (spec: object): Manifest[] => [
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'a' },
    spec: { podSelector: { matchLabels: labels }, ...spec },
  } as Manifest,
];
const database = { podSelector: { matchLabels: { app: 'db' } } };

describe('what policies allow a pod', () => {
  it('is each peer that they name, with the ports', () => {
    const manifests = policy({ egress: [{ to: [database], ports: [{ port: 5432 }] }] });

    expect(allowed(manifests, pod, 'egress')).toEqual([{ peer: database, ports: [5432] }]);
    expect(allowed(manifests, pod, 'ingress')).toEqual([]);
  });

  it.each([
    ['names nobody', {}],
    ['names nobody in a list', { to: [] }],
    ['names a peer that is nobody in particular', { to: [{}] }],
  ])('is everybody when a rule %s', (_, rule) => {
    const manifests = policy({ egress: [{ ...rule, ports: [{ port: 5432 }] }] });

    expect(allowed(manifests, pod, 'egress')).toEqual([{ peer: 'everybody', ports: [5432] }]);
  });

  it('is nothing of what they allow others', () => {
    const manifests = policy({ policyTypes: ['Egress'], egress: [{ to: [database] }] });
    const other = { metadata: { labels: { app: 'inventory' } } };

    expect(allowed(manifests, other, 'egress')).toEqual([]);
    expect([closedFor(manifests, pod), closedFor(manifests, other)]).toEqual([['Egress'], []]);
  });
});

describe('the one manifest of a service', () => {
  it('is refused when there is none, or more than one', () => {
    expect(() => oneOf([], 'Job', 'order-service')).toThrow('0 of Job for order-service, service');
  });
});
