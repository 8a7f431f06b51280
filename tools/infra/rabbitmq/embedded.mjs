// @ts-check
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOUNDATION, INFRASTRUCTURE } from '../../keeper/client.mjs';
import { freePorts } from '../../support/ports.mjs';
import { run } from '../../support/run.mjs';
import { startServer } from '../start-server.mjs';
import { dataDirectory } from '../state.mjs';
import { checkConnection } from './broker.mjs';
import { brokerScript } from './install.mjs';
import { callManagement, managementUrlOf } from './management.mjs';

/** @typedef {{ amqp: number, management: number, distribution: number, epmd: number }} Ports */

/**
 * A private node of the installed RabbitMQ: its own ports, data, configuration, cookie and port mapper.
 * @type {import('../types.mjs').Seek<import('../types.mjs').RabbitMQ>}
 */
export async function embeddedRabbitMQ(search) {
  const { keeper, throwAway } = search;
  const script = await brokerScript();
  const directory = dataDirectory('rabbitmq', search, {});
  const [amqp, management, distribution, epmd] = /** @type {[number, number, number, number]} */ (
    await freePorts(4)
  );
  const env = nodeEnvironment(directory, { amqp, management, distribution, epmd });

  // Started by us in the foreground; a node that finds no port mapper starts one that outlives it.
  await startEpmd(search, env);
  const url = `amqp://guest:guest@127.0.0.1:${amqp}/`;
  const managementUrl = managementUrlOf(url, management);
  /** @type {import('../../keeper/client.mjs').ChildSpec} */
  const spec = {
    name: 'rabbitmq',
    command: script,
    args: [],
    env,
    log: join(keeper.directory, 'rabbitmq.log'),
    stage: INFRASTRUCTURE,
    // A node whose data is thrown away need not shut down in good order, which takes seconds.
    stopSignal: throwAway ? 'SIGKILL' : 'SIGTERM',
    // By then it has written everything out; the management plugin alone takes five seconds more to end.
    stopTimeoutMs: 3000,
    cwd: directory,
  };
  await startServer(keeper, spec, () => answers(url, managementUrl), 90_000);
  const data = throwAway ? 'data of this run only' : `data in ${directory}`;
  return { value: { url, managementUrl }, details: `127.0.0.1:${amqp}, ${data}` };
}

/**
 * Everything is named, so that nothing of an installed broker's own configuration or data is used.
 * @param {string} directory
 * @param {Ports} ports
 */
function nodeEnvironment(directory, { amqp, management, distribution, epmd }) {
  const at = (/** @type {string[]} */ ...parts) => join(directory, ...parts);
  mkdirSync(at('home'), { recursive: true });
  if (!existsSync(at('home', '.erlang.cookie'))) {
    writeFileSync(at('home', '.erlang.cookie'), randomBytes(16).toString('hex'), { mode: 0o400 });
  }
  writeFileSync(at('environment.conf'), '');
  writeFileSync(at('enabled_plugins'), '[rabbitmq_management].\n');
  const settings = [
    `listeners.tcp.1 = 127.0.0.1:${amqp}`,
    'management.tcp.ip = 127.0.0.1',
    `management.tcp.port = ${management}`,
  ];
  writeFileSync(at('rabbitmq.conf'), `${settings.join('\n')}\n`);
  return {
    PATH: process.env['PATH'],
    LANG: 'C.UTF-8',
    HOME: at('home'),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(epmd),
    ERL_CRASH_DUMP: at('erl_crash.dump'),
    RABBITMQ_CONF_ENV_FILE: at('environment.conf'),
    RABBITMQ_CONFIG_FILE: at('rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: at('advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: at('enabled_plugins'),
    RABBITMQ_MNESIA_BASE: at('data'),
    RABBITMQ_LOG_BASE: at('log'),
    RABBITMQ_PID_FILE: at('pid'),
    // The private port mapper makes this name unique; it must stay the same for the data to be found again.
    RABBITMQ_NODENAME: 'waybill@localhost',
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
  };
}

/**
 * @param {import('../types.mjs').Search} search
 * @param {Record<string, string | undefined>} env
 */
async function startEpmd({ keeper }, env) {
  const command = await epmdProgram();
  await keeper.start({
    name: 'epmd',
    command,
    args: [],
    env,
    log: join(keeper.directory, 'epmd.log'),
    stage: FOUNDATION,
    stopSignal: 'SIGKILL',
    stopTimeoutMs: 5000,
  });
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
