// @ts-check
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mainOf } from '../build.mjs';
import { allOrFirstError } from '../infra/provide.mjs';
import { request } from '../support/http.mjs';
import { messageOf } from '../support/messages.mjs';
import { ensureInstrumented } from '../instrument/bundles.mjs';
import { instrumented, reported } from '../instrument/instrumented.mjs';
import { instancesOnFreePorts } from '../system/services.mjs';
import { startSystem } from '../system/system.mjs';
import { LOGS } from './logs.mjs';
import { Link } from './link.mjs';
import { openMailbox } from './mailbox.mjs';
import { breakableBroker, breakablePostgres } from './servers.mjs';

/** @typedef {import('../infra/types.mjs').Owner} Owner */
/** @typedef {import('../system/services.mjs').Instance} Instance */
/** @typedef {{ database: Link, brokers: Link[] }} Lines the lines of one instance to the servers */

/** Of each service. */
const INSTANCES = 2;
// A slow machine is no fault of the system; whether it took too long is judged by its recovery.
const READY_TIMEOUT_MS = 180_000;
// Alerts that are put together for an hour would keep a run from coming to rest.
const ALERTS_AT_ONCE = '0';
// Short, so that orders run out of time during a run, and their payments come too late when something is broken.
const PAYMENT_WINDOW = '15000';
const PRELOAD = `--import=${new URL('./preload/clock.mjs', import.meta.url).href}`;

/** What a system to break consists of, by name. @param {boolean} cluster @returns {import('./fault.mjs').Shape} */
export const shapeOf = (cluster) => ({
  instances: ['order-service', 'inventory-service', 'notification-service'].flatMap((app) =>
    Array.from({ length: INSTANCES }, (_, index) => `${app}-${index + 1}`),
  ),
  nodes: cluster ? ['waybill-1', 'waybill-2', 'waybill-3'] : ['waybill-1'],
});

/**
 * Starts a whole system that may be broken: two instances of each service, servers of its own, and a line that can be
 * troubled between every instance and every server.
 * @param {import('../keeper/client.mjs').Keeper} keeper
 * @param {{ cluster: boolean }} options
 */
export async function startWorld(keeper, { cluster }) {
  const [server, nodes, mailbox, instances] = await allOrFirstError([
    breakablePostgres(keeper),
    breakableBroker(keeper, shapeOf(cluster).nodes.length),
    openMailbox(),
    instancesOnFreePorts(INSTANCES),
    ensureInstrumented(),
  ]);
  const world = new World(keeper, server, nodes, mailbox);
  await world.start(instances);
  return world;
}

/** A running system and everything that can be done to it. */
export class World {
  /** @type {Map<string, Lines>} */
  #lines = new Map();
  /** @type {Map<string, Record<string, string>>} */
  #variables = new Map();
  /** What instances are told besides that are to die. @type {Map<string, Record<string, string>>} */
  #armed = new Map();
  /** @type {import('../system/system.mjs').System | undefined} */
  #system;
  /** Ends of services that nobody asked for, in words. @type {string[]} */
  deaths = [];
  /** Events that were lost with a deleted queue and brought back. */
  eventsRestored = 0;

  /**
   * @param {import('../keeper/client.mjs').Keeper} keeper
   * @param {import('../infra/postgres/embedded.mjs').PostgresServer} server
   * @param {import('./servers.mjs').BrokerNode[]} nodes
   * @param {import('./mailbox.mjs').Mailbox} mailbox
   */
  constructor(keeper, server, nodes, mailbox) {
    this.keeper = keeper;
    this.server = server;
    this.nodes = nodes;
    this.mailbox = mailbox;
  }

  /** Starts the services and resolves when all are ready. @param {Instance[]} instances */
  async start(instances) {
    for (const { name, owner } of instances) {
      const lines = { database: new Link(this.server.postgres), brokers: this.nodes.map(linkTo) };
      this.#lines.set(name, lines);
      this.#variables.set(name, await this.#environmentOf(name, owner, lines));
    }
    this.#system = await startSystem({
      keeper: this.keeper,
      instances,
      servers: {
        databases: this.server.postgres.databases,
        rabbitmqUrl: '',
        smtp: { host: '127.0.0.1', port: this.mailbox.port },
      },
      env: {
        PATH: process.env['PATH'],
        LOG_LEVEL: 'warn',
        LOW_STOCK_DIGEST_MS: ALERTS_AT_ONCE,
        PAYMENT_WINDOW_MS: PAYMENT_WINDOW,
      },
      variables: ({ name }) => ({ ...this.#variables.get(name), ...this.#armed.get(name) }),
      // A bundle has no points any more.
      mainOf: ({ name, app }) => (this.#armed.has(name) ? instrumented({}).mainOf(app) : mainOf(app)),
      readyTimeoutMs: READY_TIMEOUT_MS,
      logDirectory: LOGS,
    });
    this.#system.onUnexpectedEnd(({ name }, how) => void this.#onDeath(name, how));
  }

  /** The lines of an instance to its servers. @param {string} name */
  linesOf(name) {
    const lines = this.#lines.get(name);
    if (!lines) throw new Error(`there is no instance ${name}`);
    return lines;
  }

  /** The services. */
  get system() {
    if (!this.#system) throw new Error('the system has not been started');
    return this.#system;
  }

  /** The base URLs of all instances of a service. @param {import('../build.mjs').App} app */
  urlsOf(app) {
    return this.system.urlsOf(app);
  }

  /** A broker. @param {string} name */
  node(name) {
    const found = this.nodes.find(({ spec }) => spec.name === name);
    if (!found) throw new Error(`there is no broker ${name}`);
    return found;
  }

  /** A broker that runs. */
  someNode() {
    return /** @type {import('./servers.mjs').BrokerNode} */ (this.nodes[0]);
  }

  /** Whether the broker has a queue of that name. @param {string} name */
  async hasQueue(name) {
    return (await this.queueDepths()).has(name);
  }

  /** How many messages each queue holds, settled or not. @returns {Promise<Map<string, number>>} */
  async queueDepths() {
    const said = await this.someNode().control('list_queues', 'name', 'messages', '--no-table-headers');
    return new Map(said.split('\n').map((line) => [line.split('\t')[0] ?? '', Number(line.split('\t')[1])]));
  }

  /** Signals a process of any kind. @param {string} name @param {NodeJS.Signals} signal */
  signal(name, signal) {
    this.keeper.signal(name, signal);
  }

  /** Ends a server with a signal, and resolves when it is gone. @param {string} name @param {NodeJS.Signals} signal */
  async end(name, signal) {
    this.keeper.signal(name, signal);
    await this.keeper.ended(name);
  }

  /**
   * Starts an instance that is to die or stop at a point of its code, and resolves when it is ready or has died.
   * @param {string} name
   * @param {string} crashAt
   */
  async startArmed(name, crashAt) {
    const { nodeArguments, environment } = instrumented({ crashAt, report: this.#struckFile });
    this.#armed.set(name, { ...environment, NODE_OPTIONS: `${PRELOAD} ${nodeArguments.join('=')}` });
    await this.system.start(name).catch(() => {});
  }

  /** Has the next start of an instance be a usual one, which is now unless it runs. @param {string} name @param {{ isRunning: boolean }} now */
  async disarm(name, { isRunning }) {
    this.#armed.delete(name);
    if (!isRunning) await this.restart(name);
  }

  /** The points of the code at which instances died or stopped. */
  get pointsStruck() {
    return reported(this.#struckFile).struck;
  }

  get #struckFile() {
    return join(this.keeper.directory, 'crash-points');
  }

  /** Starts an instance that has ended; one that does not become ready is on record. @param {string} name */
  async restart(name) {
    await this.system.start(name).catch((error) => this.deaths.push(messageOf(error)));
  }

  /** Whether every instance says that it can do its work. */
  async isReady() {
    const answers = await Promise.all(
      this.system.instances.map(({ url }) => request(`${url}/health/ready`, { timeoutMs: 3000 })),
    );
    return answers.every(({ status }) => status === 200);
  }

  /** Shifts the clock of an instance. @param {string} name @param {number} byMs */
  moveClock(name, byMs) {
    writeFileSync(this.#clockFileOf(name), String(byMs));
  }

  /** @param {string} name */
  #clockFileOf(name) {
    return join(this.keeper.directory, `${name}.clock`);
  }

  /** @param {string} name @param {Owner} owner @param {Lines} lines */
  async #environmentOf(name, owner, { database, brokers }) {
    this.moveClock(name, 0);
    const brokerPorts = await Promise.all(brokers.map((link) => link.open()));
    return {
      DB_HOST: '127.0.0.1',
      DB_PORT: String(await database.open()),
      DB_NAME: this.server.postgres.databases[owner].name,
      RABBITMQ_URL: rotated(brokerPorts, this.#lines.size)
        .map((port) => `amqp://guest:guest@127.0.0.1:${port}/`)
        .join(','),
      NODE_OPTIONS: PRELOAD,
      WAYBILL_CLOCK_FILE: this.#clockFileOf(name),
    };
  }

  /** @param {string} name @param {string} how */
  async #onDeath(name, how) {
    if (this.#armed.has(name)) return;
    this.deaths.push(`${name} ended by itself (${how})`);
    await this.restart(name);
  }
}

/** The list from another of its items on: everybody begins with the first, so these have to be different ones. @template T @param {readonly T[]} list @param {number} by */
const rotated = (list, by) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)];

/** @param {import('./servers.mjs').BrokerNode} node */
const linkTo = ({ url }) => new Link({ host: '127.0.0.1', port: Number(new URL(url).port) });
