import { MetricsRegistry } from '@app/platform';
import { freePorts, until } from '@app/testing';
import type { INestApplication } from '@nestjs/common';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Inventory } from '../../apps/inventory-service/test/inventory.js';
import { useNotifications } from '../../apps/notification-service/test/notifications.js';
import { useOrderSystem } from '../../apps/order-service/test/support/order-system.js';
import { inRoot } from '../support/paths.mjs';
import { ALERT_CASES, ALERTS, alerts, composedServices, PROMETHEUS, queries, yaml } from './files.mjs';
import { problemsOf } from './promql.mjs';
import { Prometheus } from './prometheus.mjs';
import { hasPrometheus, promtool } from './promtool.mjs';

// What Prometheus adds to everything it scrapes.
const OF_TARGETS = ['job', 'instance'];

// What is refused for who asks is counted by a service that asks.
const ASKS = { AUTH: 'jwt', AUTH_ISSUER: 'spec', AUTH_JWT_SECRET: 'known to all, for a spec on one machine' };

// What each service has a figure for from the start.
const OF_ALL = [
  'waybill_outbox_events',
  'waybill_oldest_outbox_event_seconds',
  'waybill_parked_events',
  'waybill_oldest_gap_seconds',
  'waybill_database_connections{state="waiting"}',
  'waybill_requests_in_flight',
  'nodejs_eventloop_lag_p99_seconds',
];

/** The series of a running service: the names as its `/metrics` has them, with the labels they were declared with. */
async function seriesOf(app: INestApplication): Promise<[name: string, labels: ReadonlySet<string>][]> {
  const text = await (await fetch(`${await app.getUrl()}/metrics`)).text();
  const registry = app.get(MetricsRegistry);
  return [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) => {
    // No text tells the labels of a metric that has counted nothing yet; the metric itself knows them.
    const { labelNames } = registry.getSingleMetric(name) as unknown as { labelNames: string[] };
    const labels = new Set([...labelNames, ...OF_TARGETS]);
    return type === 'histogram' ? ofHistogram(name, labels) : [[name, labels]];
  });
}

const ofHistogram = (name: string, labels: ReadonlySet<string>): [string, ReadonlySet<string>][] => [
  [`${name}_bucket`, new Set([...labels, 'le'])],
  [`${name}_sum`, labels],
  [`${name}_count`, labels],
];

const directory = mkdtempSync(join(tmpdir(), 'waybill-prometheus-'));
// `npm test` installs it where it may, and says so where it may not.
const ifThere = hasPrometheus() ? it : it.skip;

afterAll(() => rmSync(directory, { recursive: true }));

describe('what operators watch', () => {
  const orders = useOrderSystem({ consuming: false });
  const notifications = useNotifications({ mails: false });
  const notifier = notifications.instance();
  const series = new Map<string, ReadonlySet<string>>([['up', new Set(OF_TARGETS)]]);
  let apps: Record<string, INestApplication>;
  let inventory: Inventory;

  beforeAll(async () => {
    inventory = await Inventory.open();
    const { app } = await inventory.start({ env: ASKS });
    await notifier.app.listen(0, '127.0.0.1');
    apps = {
      'order-service': orders.service.app,
      'inventory-service': app,
      'notification-service': notifier.app,
    };
    for (const service of Object.values(apps))
      for (const [name, labels] of await seriesOf(service)) series.set(name, labels);
  });
  afterAll(() => inventory.close());

  it.each(queries())('is exported: "$panel" of the dashboard, $expr', ({ expr, legendFormat }) => {
    expect(problemsOf(series, expr, legendFormat)).toEqual([]);
  });

  it.each(alerts())('is exported: what $alert asks for and speaks of', ({ expr, annotations }) => {
    const { summary = '', description = '' } = annotations;
    expect(problemsOf(series, expr, `${summary} ${description}`)).toEqual([]);
  });

  it('is exported: every metric in the table of operations.md', () => {
    const operations = readFileSync(inRoot('docs', 'operations.md'), 'utf8');
    const [, watched = ''] = /^## What to watch$([^]*?)^## /m.exec(operations) ?? [];
    const documented = watched.match(/^\| `(waybill_\w+)`/gm) ?? [];
    const names = documented.map((cell) => cell.slice(3, -1));
    const isExported = (name: string) => series.has(name) || series.has(`${name}_bucket`);

    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !isExported(name))).toEqual([]);
  });

  it('is scraped from each service of the Compose file, under its name', () => {
    const jobs = yaml(PROMETHEUS).scrape_configs as {
      job_name: string;
      static_configs: { targets: string[] }[];
    }[];

    expect(Object.keys(composedServices())).toHaveLength(3);
    expect(Object.fromEntries(jobs.map((job) => [job.job_name, job.static_configs[0]?.targets[0]]))).toEqual(
      composedServices(),
    );
  });

  ifThere(
    'and the files for it are read by a real Prometheus, which can answer the dashboard and evaluate every alert',
    async () => {
      const services: Record<string, string> = {};
      for (const [job, app] of Object.entries(apps)) services[job] = new URL(await app.getUrl()).host;
      const [port = 0] = await freePorts(1);
      const prometheus = new Prometheus({ directory, port, services });
      try {
        const jobsOf = async (query: string) =>
          [...new Set((await prometheus.query(query)).map(({ metric }) => String(metric['job'])))].toSorted();
        await until('all services are up', async () => (await jobsOf('up == 1')).length === 3);
        const everybody = Object.keys(apps).toSorted();
        for (const gauge of OF_ALL) expect([gauge, await jobsOf(gauge)]).toEqual([gauge, everybody]);
        for (const { expr } of queries()) await prometheus.query(expr);

        const rules = async () => {
          const { data } = await prometheus.ask('rules');
          return data.groups.flatMap((group: { rules: { name: string; health: string }[] }) => group.rules);
        };
        const healths = async () => new Set((await rules()).map(({ health }: { health: string }) => health));
        await until('all alerts have been evaluated', async () => !(await healths()).has('unknown'));
        expect(await healths()).toEqual(new Set(['ok']));
        expect(await rules()).toHaveLength(alerts().length);
      } finally {
        await prometheus.stop();
      }
    },
  );
});

describe('an alert', () => {
  const page = readFileSync(inRoot('docs', 'operations.md'), 'utf8');
  const headings = [...page.matchAll(/^### (Waybill\w+)$/gm)].map(([, name = '']) => name);

  it.each(alerts())('has a summary, a description and a runbook: $alert', ({ alert, annotations }) => {
    expect(annotations['summary']).toMatch(/\S/);
    expect(annotations['description']).toMatch(/\.$/);
    expect(headings).toContain(alert);
    expect(annotations['runbook_url']).toBe(`docs/operations.md#${alert.toLowerCase()}`);
  });

  it('is there for every runbook, and has a case that raises it', () => {
    const names = alerts().map(({ alert }) => alert);
    const cases = (yaml(ALERT_CASES).tests as { name: string }[]).map(({ name }) => name.replace(/:.*/, ''));

    expect(headings.toSorted()).toEqual(names.toSorted());
    expect([...new Set(cases)].toSorted()).toEqual(names.toSorted());
  });
});

describe('Prometheus', () => {
  ifThere('takes the configuration, and the rules with it', async () => {
    expect(await promtool('check', 'config', PROMETHEUS)).toBe('');
    expect(await promtool('check', 'rules', ALERTS)).toBe('');
  });

  ifThere('understands every query of the dashboard', async () => {
    const rules = queries().map(({ expr }, at) => ({ record: `dashboard:query:${at}`, expr }));
    const path = join(directory, 'dashboard.yml');
    writeFileSync(path, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));

    expect(rules.length).toBeGreaterThan(30);
    expect(await promtool('check', 'rules', path)).toBe('');
  });

  ifThere('raises each alert when it should, and not before', async () => {
    expect(await promtool('test', 'rules', ALERT_CASES)).toBe('');
  });
});
