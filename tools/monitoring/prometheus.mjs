// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALERTS, PROMETHEUS, yaml } from './files.mjs';

/** @typedef {{ status: string, data: any }} Answer */

/** A Prometheus as it is configured to ship, but for where the services are and how often it looks. */
export class Prometheus {
  /**
   * @param {object} options
   * @param {string} options.directory for its files; empty
   * @param {number} options.port of the loopback address
   * @param {Record<string, string>} options.services where each job's service is, as host and port
   * @param {string} [options.rules] the file of the alerts
   */
  constructor({ directory, port, services, rules = ALERTS }) {
    this.url = `http://127.0.0.1:${port}`;
    const config = join(directory, 'prometheus.yml');
    // What is JSON is YAML too.
    writeFileSync(config, JSON.stringify(configurationFor(services, rules)));
    const storage = join(directory, 'data');
    this.child = spawn(
      'prometheus',
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${storage}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
  }

  /** What its API says to a path below `/api/v1`; rejects while it does not answer. @param {string} path @returns {Promise<Answer>} */
  async ask(path) {
    const reply = await fetch(`${this.url}/api/v1/${path}`);
    return /** @type {Answer} */ (await reply.json());
  }

  /** The series that a query gives now. @param {string} query @returns {Promise<{ metric: Record<string, string>, value: [number, string] }[]>} */
  async query(query) {
    const { status, data } = await this.ask(`query?query=${encodeURIComponent(query)}`);
    if (status !== 'success') throw new Error(`Prometheus does not answer ${query}`);
    return data.result;
  }

  async stop() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

/** @param {Record<string, string>} services @param {string} rules */
function configurationFor(services, rules) {
  const config = yaml(PROMETHEUS);
  return {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [rules],
    scrape_configs: config.scrape_configs.map((/** @type {{ job_name: string }} */ job) => ({
      ...job,
      static_configs: [{ targets: [services[job.job_name]] }],
    })),
  };
}
