import {
  freePorts,
  openTcpProxy,
  startWorld,
  type TcpProxy,
  testServers,
  until,
  type World,
} from '@app/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALERTS, yaml } from '../../tools/monitoring/files.mjs';
import { Prometheus } from '../../tools/monitoring/prometheus.mjs';
import { inQuickTime } from '../../tools/monitoring/quick-time.mjs';

const APPS = ['order-service', 'inventory-service', 'notification-service'] as const;
const AMQP_PORT = 5672;

/** A world whose way to the broker can be cut, under a Prometheus for which time goes sixty times as fast. */
export class WatchedWorld {
  /** Alerts that have fired so far. */
  readonly raised = new Set<string>();

  private constructor(
    readonly world: World,
    readonly broker: TcpProxy,
    readonly prometheus: Prometheus,
    private readonly directory: string,
  ) {}

  static async open(environment: Readonly<Record<string, string>>): Promise<WatchedWorld> {
    const url = new URL(testServers().rabbitmqUrl);
    const broker = await openTcpProxy({ host: url.hostname, port: Number(url.port || AMQP_PORT) });
    url.hostname = '127.0.0.1';
    url.port = String(broker.port);
    const world = await startWorld({ environment: { ...environment, RABBITMQ_URL: url.href } });
    const directory = mkdtempSync(join(tmpdir(), 'waybill-watched-'));
    const rules = join(directory, 'alerts.yml');
    // What is JSON is YAML too.
    writeFileSync(rules, JSON.stringify(inQuickTime(yaml(ALERTS))));
    const [port = 0] = await freePorts(1);
    const services = Object.fromEntries(APPS.map((app) => [app, new URL(world.url(app)).host]));
    const watched = new WatchedWorld(
      world,
      broker,
      new Prometheus({ directory, port, services, rules }),
      directory,
    );
    await until(
      'all services are scraped',
      async () => (await watched.prometheus.query('up == 1')).length === APPS.length,
    );
    return watched;
  }

  /** The alerts that fire now. */
  async firing(): Promise<string[]> {
    const series = await this.prometheus.query('ALERTS{alertstate="firing"}');
    return [...new Set(series.map(({ metric }) => metric['alertname'] ?? ''))].toSorted();
  }

  /** Resolves when each of these alerts has fired, whether or not at the same time. */
  async raises(...alerts: readonly string[]): Promise<void> {
    const missing = new Set(alerts);
    await until(`${alerts.join(', ')} have fired`, async () => {
      for (const alert of await this.firing()) {
        this.raised.add(alert);
        missing.delete(alert);
      }
      if (missing.size > 0) throw new Error(`not yet: ${[...missing].join(', ')}`);
      return true;
    });
  }

  async end(): Promise<void> {
    await this.prometheus.stop();
    this.broker.restore();
    await this.world.end();
    await this.broker.close();
    rmSync(this.directory, { recursive: true });
  }
}
