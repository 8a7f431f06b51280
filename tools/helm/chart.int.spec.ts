import { readFileSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { Unavailable } from '../infra/ways.mjs';
import { ALERTS, yaml } from '../monitoring/files.mjs';
import { inRoot } from '../support/paths.mjs';
import { CHART, type Manifest, render, runHelm, SIZES, withPackage } from './chart.mjs';
import { CUSTOM_RESOURCES } from './custom-resources.mjs';
import { ensureHelm } from './ensure-helm.mjs';
import { isBuiltIn, typeProblems } from './manifest-types.mjs';
import { ofKind } from './release.mjs';
import { type Release, useReleases } from './use-releases.js';

// All that there is where there is no Helm, and none to be had.
let helms: readonly string[] = [];
const { inEverySize, releases } = useReleases();

beforeAll(async () => {
  helms = await ensureHelm().catch((error: unknown) => {
    if (!(error instanceof Unavailable)) throw error;
    return [];
  });
});

const { usual = [] } = SIZES;

describe('the chart', () => {
  it.each(Object.keys(SIZES))('has nothing that Helm would warn of: %s', async (size) => {
    for (const helm of helms) {
      const { ok, stdout, stderr } = await runHelm(helm, 'lint', '--strict', CHART, ...(SIZES[size] ?? []));
      expect([ok, `${stdout}${stderr}`]).toEqual([true, expect.stringContaining('0 chart(s) failed')]);
      expect(stdout).not.toMatch(/\[(WARNING|ERROR)\]/);
    }
  });

  it('renders what Kubernetes, KEDA and the Prometheus Operator know, to the last field', () => {
    const manifests = [...releases.values()].flat();

    expect(typeProblems(distinct(manifests))).toEqual([]);
    for (const manifest of manifests.filter((one) => !isBuiltIn(one)))
      expect(CUSTOM_RESOURCES[manifest.kind as keyof typeof CUSTOM_RESOURCES]?.parse(manifest)).toEqual(
        manifest,
      );
  });

  it('is not believed when a field is misspelt, missing or of another type', () => {
    const policy = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'a' } };
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' } };
    const template = { spec: { containers: [{ name: 'a', readinesProbe: {} }] } };
    const wrong: object[] = [
      { ...policy, spec: { maxUnavailible: 1 } },
      { ...policy, spec: { maxUnavailable: [] } },
      { ...deployment, spec: { selector: {}, template } },
      { ...deployment, spec: {} },
    ];

    expect(typeProblems([{ ...policy, spec: { maxUnavailable: 1 } }, ...wrong] as Manifest[])).toEqual([
      expect.stringContaining('maxUnavailible'),
      expect.stringContaining('string | number'),
      expect.stringContaining('readinesProbe'),
      expect.stringContaining('selector'),
    ]);
  });

  it('is the same to every Helm that there is', async () => {
    for (const helm of helms.slice(1))
      for (const [size, options] of Object.entries(SIZES))
        expect([size, await render(helm, options)]).toEqual([size, releases.get(size)]);
  });

  it(
    'has no name twice, and no Secret',
    inEverySize((release) => {
      const names = release.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(names).toHaveLength(new Set(names).size);
      expect(ofKind(release, 'Secret')).toEqual([]);
    }),
  );

  it('is of the version of the project', () => {
    const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

    expect(yaml(join(CHART, 'Chart.yaml'))).toMatchObject({ version, appVersion: version });
  });

  it('ships every alert there is, from the one file there is, also when it is packed', async () => {
    const [helm] = helms;
    const { groups } = yaml(ALERTS);
    const shipped = (release: Release) => ofKind(release, 'PrometheusRule').map(({ spec }) => spec.groups);

    expect(lstatSync(join(CHART, 'files', 'alerts.yml')).isSymbolicLink()).toBe(true);
    if (helm === undefined) return;
    expect(shipped(releases.get('usual') ?? [])).toEqual([groups]);
    await withPackage(helm, async (archive) => {
      expect(shipped(await render(helm, usual, archive))).toEqual([groups]);
    });
  });
});

describe('values', () => {
  it.each([
    ['nothing that is said of the place', [], 'services.inventory-service.databasePeers is empty'],
    ['no broker', [...usual, '--set-json', 'broker.hosts=[]'], 'broker.hosts is empty'],
    [
      'nobody who knows names',
      [...usual, '--set-json', 'networkPolicies.dns=[]'],
      'networkPolicies.dns is empty',
    ],
    ['a service that there is not', [...usual, '--set', 'services.billing.config.A=b'], 'billing'],
    ['a setting that there is not', [...usual, '--set', 'defaults.replica.min=1'], 'replica'],
    ['a number for a text', [...usual, '--set', 'config.DB_POOL_SIZE=20'], 'DB_POOL_SIZE'],
    ['what the chart says itself', [...usual, '--set-string', 'config.PORT=1'], 'PORT'],
    [
      'a budget that lets no node be drained',
      [...usual, '--set', 'defaults.maxUnavailable=0'],
      'maxUnavailable',
    ],
    ['an instance without limits', [...usual, '--set', 'defaults.resources.limits=null'], 'limits'],
  ])('are refused by name: %s', async (_, options, name) => {
    for (const helm of helms.slice(0, 1)) await expect(render(helm, options)).rejects.toThrow(name);
  });
});

/** Each once, since most are the same in every size. */
const distinct = (manifests: readonly Manifest[]): Manifest[] => [
  ...new Map(manifests.map((manifest) => [JSON.stringify(manifest), manifest])).values(),
];
