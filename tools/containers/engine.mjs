// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallPackages, disableService, installWithoutStarting } from '../infra/apt.mjs';
import { composeProgram, whyNoEngine } from '../infra/docker/program.mjs';
import { FOUNDATION } from '../keeper/client.mjs';
import { lastLines } from '../support/files.mjs';
import { announce } from '../support/messages.mjs';
import { run } from '../support/run.mjs';
import { ToolError } from '../support/tool.mjs';
import { NoUseWaiting, until } from '../support/until.mjs';

/**
 * A Docker engine and Compose.
 * @typedef {object} Engine
 * @property {NodeJS.ProcessEnv} env for whoever speaks to it
 * @property {import('../infra/docker/program.mjs').Program} compose
 * @property {() => Promise<unknown>} [afterwards] of a private engine, which takes all it has with it when it ends:
 *   clears away what it leaves all the same
 */

const START_MS = 60_000;
const STOP_MS = 90_000;
const BRIDGE = 'docker0';

/**
 * The engine that answers here, or else a private one that is started for as long as this process runs; what that
 * takes is installed first where this is possible without asking anybody.
 * @param {import('../keeper/client.mjs').Keeper} keeper
 * @returns {Promise<Engine>}
 */
export async function provideEngine(keeper) {
  const missing = await whyNoEngine(process.env);
  if (missing !== undefined) return privateEngine(keeper, missing);
  const compose = await composeProgram(process.env);
  if (!compose) throw new ToolError('Docker is there, but neither docker compose nor docker-compose');
  announce('engine', 'running', process.env['DOCKER_HOST'] ?? 'the one that answers here');
  return { env: process.env, compose };
}

/** @param {import('../keeper/client.mjs').Keeper} keeper @param {string} missing @returns {Promise<Engine>} */
async function privateEngine(keeper, missing) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new ToolError(`${missing}; start one, or run this as root on Linux, which starts one for itself`);
  await ensureInstalled(missing);
  const socket = join(keeper.directory, 'docker.sock');
  const env = { ...process.env, DOCKER_HOST: `unix://${socket}` };
  const compose = await composeProgram(env);
  if (!compose) throw new ToolError('neither docker compose nor docker-compose is installed');
  const hadBridge = existsSync(`/sys/class/net/${BRIDGE}`);
  await startDaemon(keeper, socket);
  await until('the Docker engine', async () => (await whyNoEngine(env)) === undefined, {
    timeoutMs: START_MS,
  });
  announce('engine', 'private', `dockerd, log ${join(keeper.directory, 'dockerd.log')}`);
  return { env, compose, afterwards: async () => hadBridge || removeBridge() };
}

/** @param {string} missing */
async function ensureInstalled(missing) {
  const isThere = async (/** @type {string} */ name) =>
    (await run('sh', ['-c', `command -v ${name}`], { timeoutMs: 5000 })).ok;
  if ((await isThere('dockerd')) && (await composeProgram(process.env))) return;
  if (!(await canInstallPackages()))
    throw new ToolError(
      `${missing}, and dockerd is not installed (Debian, Ubuntu: docker.io docker-compose)`,
    );
  announce('engine', 'installing', 'apt-get install docker.io docker-compose');
  const { ok, reason } = await installWithoutStarting('docker.io', 'docker-compose');
  if (!ok) throw new ToolError(`docker.io and docker-compose cannot be installed: ${reason}`);
  await disableService('docker.service', 'docker.socket', 'containerd.service');
}

/**
 * Its containers reach each other and are reached on loopback ports without a rule of the firewall, so none is made.
 * @param {import('../keeper/client.mjs').Keeper} keeper @param {string} socket
 */
async function startDaemon(keeper, socket) {
  const place = (/** @type {string} */ name) => join(keeper.directory, name);
  const log = place('dockerd.log');
  const child = await keeper.start({
    name: 'dockerd',
    // What it mounts is gone with it, whatever becomes of it.
    command: 'unshare',
    args: ['--mount', 'dockerd'].concat(
      `--host=unix://${socket}`,
      `--data-root=${place('docker')}`,
      `--exec-root=${place('exec')}`,
      `--pidfile=${place('docker.pid')}`,
      '--iptables=false',
      '--ip-forward=false',
      '--ip-masq=false',
    ),
    env: process.env,
    log,
    stage: FOUNDATION,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_MS,
  });
  await until(
    'the socket of the Docker engine',
    () => {
      if (child.end()) throw new NoUseWaiting(`dockerd does not start: ${lastLines(log, 3)}`);
      return existsSync(socket);
    },
    { timeoutMs: START_MS },
  );
}

const removeBridge = () => run('ip', ['link', 'delete', BRIDGE], { timeoutMs: 5000 });
