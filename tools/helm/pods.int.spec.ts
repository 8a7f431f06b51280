import { loadConfig } from '@app/platform';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inventoryEnv } from '../../apps/inventory-service/src/config.js';
import { notificationEnv } from '../../apps/notification-service/src/config.js';
import { orderServiceEnv } from '../../apps/order-service/src/config.js';
import { authSettingsOf } from '../../libs/platform/src/auth/auth-settings.js';
import { MATRIX } from '../authorization/matrix.mjs';
import { APPS } from '../build.mjs';
import { yaml } from '../monitoring/files.mjs';
import { inRoot } from '../support/paths.mjs';
import { configurationOf, containerOf, oneOf, podsOf } from './release.mjs';
import { type Release, useReleases } from './use-releases.js';

const SCHEMAS = {
  'order-service': orderServiceEnv,
  'inventory-service': inventoryEnv,
  'notification-service': notificationEnv,
};
const IMAGE = imageOf(readFileSync(inRoot('docker', 'Dockerfile'), 'utf8'));

const directory = mkdtempSync(join(tmpdir(), 'waybill-rules-'));
const secret = join(directory, 'secret');
const { inEverySize } = useReleases();

beforeAll(() => writeFileSync(secret, 'known to all'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('every pod', () => {
  it(
    'has no rights, no word with Kubernetes, limits, and nothing to write to but /tmp',
    inEverySize((release) => {
      const pods = podsOf(release);

      expect(pods).toHaveLength(2 * APPS.length + 1);
      for (const pod of pods) {
        expect(pod.spec).toMatchObject({
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: IMAGE.user,
            runAsGroup: IMAGE.group,
            fsGroup: IMAGE.group,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        });
        const { securityContext, resources, volumeMounts = [] } = containerOf(pod);
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        for (const amounts of [resources?.requests, resources?.limits])
          expect(Object.keys(amounts ?? {}).toSorted()).toEqual(['cpu', 'memory']);
        expect(
          volumeMounts.filter(({ readOnly }) => readOnly !== true).map(({ mountPath }) => mountPath),
        ).toEqual(volumeMounts.length > 0 ? ['/tmp'] : []);
        const kinds = (pod.spec?.volumes ?? [])
          .flatMap((volume) => Object.keys(volume))
          .filter((key) => key !== 'name');
        expect(kinds.filter((kind) => kind !== 'projected' && kind !== 'emptyDir')).toEqual([]);
      }
    }),
  );

  it(
    'runs an image of ours, as docker-compose.prod.yml names it, on the port that it has',
    inEverySize((release) => {
      const { services } = yaml(inRoot('docker-compose.prod.yml'));
      const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
      for (const app of APPS) {
        const image = `registry.shop.example/${services[app].image}:${version}`;
        const { spec } = oneOf(release, 'Deployment', app);
        const job = oneOf(release, 'Job', app, 'migrations');
        expect(containerOf(spec.template)).toMatchObject({
          image,
          ports: [{ name: 'http', containerPort: IMAGE.port }],
        });
        expect(containerOf(job.spec.template)).toMatchObject({ image, args: ['migrate'] });
      }
    }),
  );
});

describe.each(APPS)('the %s', (app) => {
  const schema = SCHEMAS[app];
  const container = (release: Release) => containerOf(oneOf(release, 'Deployment', app).spec.template);

  it(
    'is configured with what it knows and with all that it needs, and migrates with the same as the owner of its tables',
    inEverySize((release) => {
      const given = configurationOf(release, app);
      const known = new Set(Object.keys(schema.shape).flatMap((name) => [name, `${name}_FILE`]));
      expect(Object.keys(given).filter((name) => !known.has(name))).toEqual([]);

      const atHand = Object.entries(given).map(([name, value]) => [
        name,
        name.endsWith('_FILE') ? secret : value,
      ]);
      const config = loadConfig(schema as typeof orderServiceEnv, {
        ...IMAGE.env,
        ...Object.fromEntries(atHand),
      });
      expect(authSettingsOf(config)).toMatchObject({ mode: 'jwt' });

      const { env = [] } = containerOf(oneOf(release, 'Job', app, 'migrations').spec.template);
      const { services } = yaml(inRoot('docker-compose.prod.yml'));
      const asOwner = services[app.replace('-service', '-migrations')].environment['DB_USERNAME'];
      expect(given['DB_USERNAME']).toBe(services[app].environment['DB_USERNAME']);
      expect(Object.fromEntries(env.map(({ name, value }) => [name, value]))).toEqual({
        ...given,
        DB_USERNAME: asOwner,
      });
      expect(container(release).envFrom).toEqual([
        { configMapRef: { name: oneOf(release, 'ConfigMap', app).metadata.name } },
      ]);
    }),
  );

  it(
    'is told all that docker-compose.prod.yml tells it',
    inEverySize((release) => {
      const { environment } = yaml(inRoot('docker-compose.prod.yml')).services[app];
      const given = configurationOf(release, app);
      expect(Object.keys(environment).filter((name) => !(name in given))).toEqual([]);
    }),
  );

  it(
    'finds its secrets in files, each of which is there, and none in its environment',
    inEverySize((release) => {
      const files = Object.entries(configurationOf(release, app)).filter(([name]) => name.endsWith('_FILE'));
      for (const pod of [
        oneOf(release, 'Deployment', app).spec.template,
        oneOf(release, 'Job', app, 'migrations').spec.template,
      ]) {
        const mount = containerOf(pod).volumeMounts?.find(({ name }) => name === 'secrets');
        const volume = pod.spec.volumes.find(({ name }: { name: string }) => name === 'secrets');
        const paths = volume.projected.sources.flatMap((source: { secret: { items: { path: string }[] } }) =>
          source.secret.items.map(({ path }) => `${mount?.mountPath}/${path}`),
        );
        expect(files.map(([, path]) => path).toSorted()).toEqual(paths.toSorted());
      }
      expect(
        Object.keys(configurationOf(release, app)).filter((name) =>
          /(PASS|PASSWORD|SECRET|TOKEN|_KEY)$/.test(name),
        ),
      ).toEqual([]);
    }),
  );

  it(
    'is asked how it is where it answers',
    inEverySize((release) => {
      const { startupProbe, livenessProbe, readinessProbe } = container(release);
      const open = MATRIX.filter((row) => row.app === app && row.everyone).map(({ route }) => route);
      expect(startupProbe?.httpGet).toEqual({ path: '/health/ready', port: 'http' });
      expect(livenessProbe?.httpGet).toEqual({ path: '/health/live', port: 'http' });
      for (const probe of [startupProbe, livenessProbe, readinessProbe])
        expect(open).toContain(`GET ${probe?.httpGet?.path}`);
    }),
  );

  it(
    'is killed only when it had time to stop, after requests have stopped to come',
    inEverySize((release) => {
      const { terminationGracePeriodSeconds: seconds } = oneOf(release, 'Deployment', app).spec.template.spec;
      const drain = container(release).lifecycle?.preStop?.sleep?.seconds ?? 0;
      expect(drain).toBeGreaterThan(0);
      expect(seconds * 1000).toBeGreaterThan(
        drain * 1000 + Number(configurationOf(release, app)['SHUTDOWN_TIMEOUT_MS']),
      );
    }),
  );
});

/** What the Dockerfile says of the image that its last stage makes. */
function imageOf(dockerfile: string) {
  const said = (pattern: RegExp) => pattern.exec(dockerfile)?.slice(1) ?? [];
  const [env = ''] = said(/^ENV (.+)$/m);
  const [user, group] = said(/^USER (\d+):(\d+)$/m).map(Number);
  return {
    env: Object.fromEntries(env.split(' ').map((pair) => pair.split('='))) as Record<string, string>,
    user,
    group,
    port: Number(said(/^EXPOSE (\d+)$/m)[0]),
  };
}
