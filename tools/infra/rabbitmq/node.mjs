// @ts-check
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FOUNDATION, INFRASTRUCTURE } from '../../keeper/client.mjs';
import { freePorts } from '../../support/ports.mjs';
import { run } from '../../support/run.mjs';
import { until } from '../../support/until.mjs';
import { startServer } from '../start-server.mjs';
import { checkConnection } from './broker.mjs';
import { brokerScript } from './install.mjs';
import { callManagement, managementUrlOf } from './management.mjs';

/** @typedef {import('../../keeper/client.mjs').Keeper} Keeper */
/** @typedef {{ amqp: number, management: number, distribution: number, epmd: number }} Ports */

/**
 * What makes a node different from others of its kind.
 * @typedef {object} NodeOptions
 * @property {string} directory for its data, configuration, logs and, unless nodes share one, its cookie
 * @property {string} name before the `@`
 * @property {number} epmd the port of the port mapper
 * @property {string} [home] a directory that nodes of one cluster share, where their cookie is
 * @property {string[]} [settings] more lines for its `rabbitmq.conf`
 * @property {boolean} throwAway its data goes at the end
 */

const COMMAND_TIMEOUT_MS = 120_000;
const START_TIMEOUT_MS = 180_000;

/** A private node of the installed RabbitMQ that can be started again after its end: same ports, same data. */
export class BrokerNode {
  /** @param {Keeper} keeper @param {import('../../keeper/client.mjs').ChildSpec} spec @param {string} url @param {string} managementUrl */
  constructor(keeper, spec, url, managementUrl) {
    this.keeper = keeper;
    this.spec = spec;
    /** Of the user guest, on the default virtual host. */
    this.url = url;
    this.managementUrl = managementUrl;
    this.nodeName = /** @type {string} */ (spec.env['RABBITMQ_NODENAME']);
  }

  /** Starts it and resolves when it serves, the management API too. */
  async start() {
    await startServer(this.keeper, this.spec, () => answers(this.url, this.managementUrl), START_TIMEOUT_MS);
  }

  /** Resolves when it serves, which it may have stopped to do though its process runs. */
  async serving() {
    const ask = () => answers(this.url, this.managementUrl).then(() => true);
    await until(`${this.nodeName} to serve`, ask, { timeoutMs: START_TIMEOUT_MS });
  }

  /** Runs `rabbitmqctl` against it, and resolves with what that says. @param {string[]} args */
  async control(...args) {
    const command = join(dirname(this.spec.command), 'rabbitmqctl');
    const limits = { timeoutMs: COMMAND_TIMEOUT_MS, env: this.spec.env, cwd: this.spec.cwd };
    const { ok, stdout, reason } = await run(command, ['--quiet', '--node', this.nodeName, ...args], limits);
    if (!ok) throw new Error(`rabbitmqctl ${args[0]}: ${reason}`);
    return stdout.trim();
  }
}

/**
 * A node with ports of its own, not started yet. Everything is named, so that nothing of an installed broker's own
 * configuration or data is used.
 * @param {Keeper} keeper
 * @param {NodeOptions} options
 */
export async function prepareNode(keeper, options) {
  const command = await brokerScript();
  const [amqp, management, distribution] = /** @type {[number, number, number]} */ (await freePorts(3));
  const url = `amqp://guest:guest@127.0.0.1:${amqp}/`;
  /** @type {import('../../keeper/client.mjs').ChildSpec} */
  const spec = {
    name: options.name === 'waybill' ? 'rabbitmq' : options.name,
    command,
    args: [],
    env: nodeEnvironment(options, { amqp, management, distribution, epmd: options.epmd }),
    log: join(keeper.directory, `${options.name}.rabbitmq.log`),
    stage: INFRASTRUCTURE,
    // A node whose data is thrown away need not shut down in good order, which takes seconds.
    stopSignal: options.throwAway ? 'SIGKILL' : 'SIGTERM',
    // By then it has written everything out; the management plugin alone takes five seconds more to end.
    stopTimeoutMs: 3000,
    cwd: options.directory,
  };
  return new BrokerNode(keeper, spec, url, managementUrlOf(url, management));
}

/**
 * A port mapper of our own: a node that finds none starts one that outlives it. Resolves with its port.
 * @param {Keeper} keeper
 */
export async function startEpmd(keeper) {
  const [port] = /** @type {[number]} */ (await freePorts(1));
  await keeper.start({
    name: 'epmd',
    command: await epmdProgram(),
    args: [],
    env: { PATH: process.env['PATH'], ...atEpmd(port) },
    log: join(keeper.directory, 'epmd.log'),
    stage: FOUNDATION,
    stopSignal: 'SIGKILL',
    stopTimeoutMs: 5000,
  });
  return port;
}

/** @param {number} port */
const atEpmd = (port) => ({ ERL_EPMD_ADDRESS: '127.0.0.1', ERL_EPMD_PORT: String(port) });

/**
 * @param {NodeOptions} options
 * @param {Ports} ports
 */
function nodeEnvironment({ directory, name, home = join(directory, 'home'), settings = [] }, ports) {
  const at = (/** @type {string[]} */ ...parts) => join(directory, ...parts);
  mkdirSync(directory, { recursive: true });
  mkdirSync(home, { recursive: true });
  const cookie = join(home, '.erlang.cookie');
  if (!existsSync(cookie)) writeFileSync(cookie, randomBytes(16).toString('hex'), { mode: 0o400 });
  writeFileSync(at('environment.conf'), '');
  writeFileSync(at('enabled_plugins'), '[rabbitmq_management].\n');
  const lines = [
    `listeners.tcp.1 = 127.0.0.1:${ports.amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${ports.management}`,
    ...settings,
  ];
  writeFileSync(at('rabbitmq.conf'), `${lines.join('\n')}\n`);
  return {
    PATH: process.env['PATH'],
    LANG: 'C.UTF-8',
    HOME: home,
    ...atEpmd(ports.epmd),
    ERL_CRASH_DUMP: at('erl_crash.dump'),
    RABBITMQ_CONF_ENV_FILE: at('environment.conf'),
    RABBITMQ_CONFIG_FILE: at('rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: at('advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: at('enabled_plugins'),
    RABBITMQ_MNESIA_BASE: at('data'),
    RABBITMQ_LOG_BASE: at('log'),
    RABBITMQ_PID_FILE: at('pid'),
    // The private port mapper makes this name unique; it must stay the same for the data to be found again.
    RABBITMQ_NODENAME: `${name}@localhost`,
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
  };
}

/** It comes with Erlang, which does not put it on the path everywhere. */
async function epmdProgram() {
  if ((await run('epmd', ['-help'], { timeoutMs: 5000 })).reason !== 'not installed') return 'epmd';
  const ask =
    'io:put_chars(filename:join([code:root_dir(),"erts-"++erlang:system_info(version),"bin","epmd"])),halt().';
  return (await run('erl', ['-noshell', '-noinput', '-eval', ask], { timeoutMs: 10_000 })).stdout;
}

/** @param {string} url @param {string} managementUrl */
async function answers(url, managementUrl) {
  await checkConnection(url);
  const { ok } = await callManagement(managementUrl, 'GET', '/api/whoami');
  if (!ok) throw new Error('the management API does not answer yet');
}
