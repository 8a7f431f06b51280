// @ts-check
import { isDeepStrictEqual } from 'node:util';

/** @typedef {import('./chart.mjs').Manifest} Manifest */
/** @typedef {import('../build.mjs').App} App */
/** @typedef {Record<string, string>} Labels */
/** @typedef {import('kubernetes-types/core/v1.js').PodTemplateSpec} PodTemplate */
/** @typedef {import('kubernetes-types/core/v1.js').Container} Container */
/** @typedef {import('kubernetes-types/networking/v1.js').NetworkPolicy} NetworkPolicy */
/** @typedef {import('kubernetes-types/networking/v1.js').NetworkPolicyPeer} Peer */

const EVERYBODY = 'everybody';

/** All manifests of a kind. @param {readonly Manifest[]} manifests @param {string} kind @returns {any[]} */
export const ofKind = (manifests, kind) => manifests.filter((manifest) => manifest.kind === kind);

/** The one manifest of a kind that belongs to a service, or to one part of it. @param {readonly Manifest[]} manifests @param {string} kind @param {App} app @param {string} [component] @returns {any} */
export function oneOf(manifests, kind, app, component = 'service') {
  const found = ofKind(manifests, kind).filter(({ metadata: { labels } }) =>
    isSelected(labels, {
      'app.kubernetes.io/name': app,
      'app.kubernetes.io/component': component,
    }),
  );
  if (found.length !== 1) throw new Error(`${found.length} of ${kind} for ${app}, ${component}`);
  return found[0];
}

/** What a service is told in its environment. @param {readonly Manifest[]} manifests @param {App} app @returns {Record<string, string>} */
export const configurationOf = (manifests, app) => oneOf(manifests, 'ConfigMap', app).data;

/** Every pod that is started, as its template has it. @param {readonly Manifest[]} manifests @returns {PodTemplate[]} */
export const podsOf = (manifests) => [
  ...[...ofKind(manifests, 'Deployment'), ...ofKind(manifests, 'Job')].map(({ spec }) => spec.template),
  ...ofKind(manifests, 'Pod'),
];

/** @param {PodTemplate} pod @returns {Container} */
export function containerOf({ spec }) {
  const [container, ...others] = spec?.containers ?? [];
  if (container === undefined || others.length > 0) throw new Error('a pod has one container');
  return container;
}

/** Whether labels are those that a selector asks for, and perhaps more. @param {Labels | undefined} labels @param {Labels | undefined} wanted */
export const isSelected = (labels, wanted = {}) =>
  Object.entries(wanted).every(([name, value]) => labels?.[name] === value);

/** The policies that are about a pod. @param {readonly Manifest[]} manifests @param {PodTemplate} pod @returns {NetworkPolicy[]} */
const policiesFor = (manifests, { metadata }) =>
  ofKind(manifests, 'NetworkPolicy').filter(({ spec }) =>
    isSelected(metadata?.labels, spec.podSelector.matchLabels),
  );

/** In which directions nothing passes that is not allowed. @param {readonly Manifest[]} manifests @param {PodTemplate} pod */
export const closedFor = (manifests, pod) =>
  [...new Set(policiesFor(manifests, pod).flatMap(({ spec }) => spec?.policyTypes ?? []))].toSorted();

/**
 * What a pod may connect to, or be connected to by: each peer with the ports.
 * @param {readonly Manifest[]} manifests
 * @param {PodTemplate} pod
 * @param {'egress' | 'ingress'} direction
 * @returns {{ peer: Peer | 'everybody', ports: (string | number | undefined)[] }[]}
 */
export const allowed = (manifests, pod, direction) =>
  policiesFor(manifests, pod)
    .flatMap(({ spec }) => spec?.[direction] ?? [])
    .flatMap((rule) => {
      const { ports = [], ...rest } = rule;
      // A list that is empty means everybody, and so does a peer that asks for nothing.
      const peers = Object.values(rest).flat();
      const ofRule = ports.map(({ port }) => port);
      return (peers.length > 0 ? peers : [{}]).map((peer) => ({
        peer: isDeepStrictEqual(peer, {}) ? EVERYBODY : peer,
        ports: ofRule,
      }));
    });
