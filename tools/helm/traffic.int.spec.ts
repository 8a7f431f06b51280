import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MATRIX } from '../authorization/matrix.mjs';
import { APPS } from '../build.mjs';
import { PROMETHEUS, yaml } from '../monitoring/files.mjs';
import { run } from '../support/run.mjs';
import { allowed, closedFor, containerOf, isSelected, ofKind, oneOf, podsOf } from './release.mjs';
import { type Release, useReleases } from './use-releases.js';

const { inEverySize, releases } = useReleases();

describe('every pod', () => {
  it(
    'lets nothing in or out that is not allowed',
    inEverySize((release) => {
      for (const pod of podsOf(release)) expect(closedFor(release, pod)).toEqual(['Egress', 'Ingress']);
    }),
  );
});

describe.each(APPS)('the %s', (app) => {
  it(
    'connects to its own database, the broker, names, and what it was told; a migration to its database only',
    inEverySize((release) => {
      const [service, migration] = [
        oneOf(release, 'Deployment', app).spec.template,
        oneOf(release, 'Job', app, 'migrations').spec.template,
      ];
      const database = `5432 ${app.replace('-service', '-db')}`;
      const names = '53,53 kube-dns';
      expect(connections(release, migration)).toEqual([names, database]);
      expect(connections(release, service)).toEqual(
        [
          ...(app === 'notification-service' ? ['587 192.0.2.25/32'] : []),
          '443 192.0.2.80/32',
          names,
          database,
          '5672 rabbitmq',
        ].toSorted(),
      );
      expect(allowed(release, service, 'ingress').map(({ ports }) => ports)).toEqual([
        ['http'],
        ['http'],
        ['http'],
      ]);
      expect(allowed(release, migration, 'ingress')).toEqual([]);
    }),
  );

  it(
    'answers those outside what is theirs to ask, and neither health nor metrics nor what operators do',
    inEverySize((release) => {
      const paths = outsidePaths(release, oneOf(release, 'Service', app).metadata.name);
      const isReached = (route: string) => paths.some((path) => (route + '/').startsWith(`${path}/`));
      const own = MATRIX.filter((row) => row.app === app).map(({ route }) => route.split(' ')[1] ?? '');
      const ofAll = own.filter((route) =>
        APPS.every((other) => MATRIX.some((row) => row.app === other && row.route.endsWith(` ${route}`))),
      );
      expect(
        own.filter((route) => !ofAll.includes(route) && !(isReached(route) && isReached(`/v1${route}`))),
      ).toEqual([]);
      expect(ofAll.filter(isReached)).toEqual([]);
      expect(ofAll).toContain('/metrics');
    }),
  );

  it(
    'is scraped as the job that alerts and the dashboard go by',
    inEverySize((release) => {
      const jobs = yaml(PROMETHEUS).scrape_configs.map((job: { job_name: string }) => job.job_name);
      for (const { spec } of ofKind(release, 'ServiceMonitor')) {
        const { metadata, spec: service } = oneOf(release, 'Service', app);
        expect(isSelected(metadata.labels, spec.selector.matchLabels)).toBe(true);
        expect(metadata.labels[spec.jobLabel]).toBe(app);
        expect(service.ports.map(({ name }: { name: string }) => name)).toContain(spec.endpoints[0].port);
      }
      expect(jobs).toContain(app);
    }),
  );
});

describe('the test of a release', () => {
  it.each([
    [200, true],
    [503, false],
  ])(
    'asks every service whether it is ready; of one that answers %i it thinks: %s',
    async (status, isFine) => {
      const [release] = releases.values();
      if (!release) return;
      const asked: (string | undefined)[] = [];
      const server = createServer((request, response) => {
        asked.push(request.url);
        response.writeHead(status).end();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      try {
        const { command = [], args: [script = '', ...services] = [] } = containerOf(
          ofKind(release, 'Pod')[0],
        );
        const here = `127.0.0.1:${(server.address() as AddressInfo).port}`;
        const { ok } = await run(process.execPath, [...command.slice(1), script, here, here], {
          timeoutMs: 30_000,
        });

        expect([ok, command[0], asked[0]]).toEqual([isFine, 'node', '/health/ready']);
        expect(services.toSorted()).toEqual(
          APPS.map((app): string => oneOf(release, 'Service', app).metadata.name).toSorted(),
        );
      } finally {
        server.close();
      }
    },
  );
});

/** Where a pod may connect to: ports, and the one label or address that tells who it is. */
const connections = (release: Release, pod: Parameters<typeof allowed>[1]): string[] =>
  allowed(release, pod, 'egress')
    .map(({ peer, ports }) => {
      if (peer === 'everybody') return `${ports.join()} everybody`;
      const labels = Object.values(peer.podSelector?.matchLabels ?? {});
      return `${ports.join()} ${[peer.ipBlock?.cidr, ...labels].join('')}`;
    })
    .toSorted();

const outsidePaths = (release: Release, service: string): string[] =>
  ofKind(release, 'Ingress')
    .flatMap(({ spec }) => spec.rules)
    .flatMap(({ http }) => http.paths)
    .filter(({ backend }) => backend.service.name === service)
    .map(({ path }) => path);
