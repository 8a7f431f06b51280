// @ts-check
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mainOf as bundleOf } from '../build.mjs';
import { SERVICES } from '../keeper/client.mjs';
import { lastLines } from '../support/files.mjs';
import { request } from '../support/http.mjs';
import { inState } from '../support/paths.mjs';
import { ToolError } from '../support/tool.mjs';
import { NoUseWaiting, until } from '../support/until.mjs';
import { environmentOf } from './environment.mjs';

/** @typedef {import('./services.mjs').Instance} Instance */
/** @typedef {import('../keeper/client.mjs').Kept} Kept */

const READY_TIMEOUT_MS = 60_000;
// Longer than a service takes to finish what it has begun, which it limits itself.
const STOP_TIMEOUT_MS = 15_000;

/**
 * @typedef {object} SystemOptions
 * @property {import('../keeper/client.mjs').Keeper} keeper owns the processes
 * @property {Instance[]} instances
 * @property {import('./environment.mjs').Servers} servers
 * @property {NodeJS.ProcessEnv} [env] what the services inherit; this process's environment if not given
 * @property {(instance: Instance) => Record<string, string>} [variables] what one instance is told otherwise, asked for
 *   whenever it is started
 * @property {(instance: Instance) => string} [mainOf] the script that runs it, asked for whenever it is started; the bundle if
 *   not given
 * @property {number} [readyTimeoutMs] how long an instance may take to be ready; a minute if not given
 * @property {string} [logDirectory] gets one file for each instance
 */

/**
 * Starts the instances and resolves when all of them are ready; rejects when one of them ends instead or is not ready
 * in time. The processes that run by then are the keeper's to stop.
 * @param {SystemOptions} options
 */
export async function startSystem(options) {
  const system = new System(options);
  await Promise.all(options.instances.map(({ name }) => system.start(name)));
  return system;
}

/** Running services, each of which can be killed and started again. */
export class System {
  /** @type {Map<string, Kept>} */
  #running = new Map();
  /** Instances whose end is wanted, so nobody need be told of it. @type {Set<string>} */
  #ending = new Set();
  /** @type {(instance: Instance, how: string) => void} */
  #onUnexpectedEnd = () => {};

  /** @param {SystemOptions} options */
  constructor({
    keeper,
    instances,
    servers,
    env = process.env,
    variables = () => ({}),
    mainOf = ({ app }) => bundleOf(app),
    readyTimeoutMs = READY_TIMEOUT_MS,
    logDirectory = inState('logs'),
  }) {
    this.keeper = keeper;
    this.instances = instances;
    this.servers = servers;
    this.env = env;
    this.variables = variables;
    this.mainOf = mainOf;
    this.readyTimeoutMs = readyTimeoutMs;
    this.logDirectory = logDirectory;
    mkdirSync(logDirectory, { recursive: true });
    for (const { name } of instances) rmSync(this.logOf(name), { force: true });
  }

  /** The base URLs of all instances of a service. @param {import('../build.mjs').App} app */
  urlsOf(app) {
    return this.instances.filter((instance) => instance.app === app).map(({ url }) => url);
  }

  /** The process number of an instance; undefined if it was never started. @param {string} name */
  pidOf(name) {
    return this.#running.get(name)?.pid;
  }

  /** @param {string} name of an instance */
  logOf(name) {
    return join(this.logDirectory, `${name}.log`);
  }

  /** Calls back when an instance ends that nobody asked to end. @param {(instance: Instance, how: string) => void} callback */
  onUnexpectedEnd(callback) {
    this.#onUnexpectedEnd = callback;
  }

  /** Starts an instance, again if it ran before, and resolves when it is ready. @param {string} name */
  async start(name) {
    const instance = this.#instance(name);
    const child = await this.keeper.start({
      name,
      command: process.execPath,
      args: ['--enable-source-maps', this.mainOf(instance)],
      env: { ...environmentOf(instance, this.servers, this.env), ...this.variables(instance) },
      log: this.logOf(name),
      stage: SERVICES,
      stopSignal: 'SIGTERM',
      stopTimeoutMs: STOP_TIMEOUT_MS,
    });
    this.#running.set(name, child);
    this.#ending.delete(name);
    await this.#ready(instance, child);
    void child.ended.then((end) => this.#onEnd(instance, child, end));
  }

  /** Ends an instance with a signal, by default without any chance to react, and resolves when it is gone. @param {string} name @param {NodeJS.Signals} [signal] */
  async kill(name, signal = 'SIGKILL') {
    this.#ending.add(name);
    this.keeper.signal(name, signal);
    await this.#running.get(name)?.ended;
  }

  /** Ends all instances in good order. */
  async stop() {
    await Promise.all(this.instances.map(({ name }) => this.kill(name, 'SIGTERM')));
  }

  /** @param {Instance} instance @param {Kept} child */
  async #ready({ name, url }, child) {
    const log = this.logOf(name);
    const ask = async () => {
      const end = child.end();
      if (end)
        throw new NoUseWaiting(
          `${name} ended (${end.signal ?? end.code}), the end of ${log}:\n${lastLines(log, 20)}`,
        );
      return (await request(`${url}/health/ready`, { timeoutMs: 2000 })).status === 200;
    };
    try {
      await until(`${name} to be ready`, ask, { timeoutMs: this.readyTimeoutMs, everyMs: 150 });
    } catch (error) {
      if (error instanceof NoUseWaiting) throw new ToolError(error.message);
      throw new ToolError(
        `${name} is not ready after ${this.readyTimeoutMs / 1000} s, the end of ${log}:\n${lastLines(log, 20)}`,
      );
    }
  }

  /** @param {Instance} instance @param {Kept} child @param {import('../keeper/client.mjs').End} end */
  #onEnd(instance, child, { code, signal }) {
    const isWanted = this.keeper.isStopping || this.#ending.has(instance.name);
    if (isWanted || this.#running.get(instance.name) !== child) return;
    this.#onUnexpectedEnd(instance, signal ?? `exit code ${code}`);
  }

  /** @param {string} name */
  #instance(name) {
    const found = this.instances.find((instance) => instance.name === name);
    if (!found) throw new Error(`there is no instance ${name}`);
    return found;
  }
}
