// @ts-check
import { APPS } from '../build.mjs';
import { readOrders, readProducts } from '../demo/orders-file.mjs';
import { runDemo } from '../demo/run-demo.mjs';
import { request } from '../support/http.mjs';
import { inRoot } from '../support/paths.mjs';
import { until } from '../support/until.mjs';
import { demand } from './claims.mjs';

/** @typedef {import('./project.mjs').Project} Project */
/** @typedef {import('../demo/target.mjs').ServiceUrls} ServiceUrls */

const PORT = 3000;
const READY_MS = 180_000;
const BACK_MS = 60_000;

/** Where the instances of every service are, once each of them is ready. @param {Project} project @returns {Promise<ServiceUrls>} */
export async function readyServices(project) {
  /** @type {Partial<ServiceUrls>} */
  const places = {};
  for (const app of APPS) {
    const containers = await project.containersOf(app);
    demand(containers.length > 0, `there is no container of ${app}`);
    places[app] = await Promise.all(containers.map((container) => ready(project, container)));
  }
  return /** @type {ServiceUrls} */ (places);
}

/** One that starts again and again has no port. @param {Project} project @param {string} container */
const ready = (project, container) =>
  until(
    `container ${container} to be ready`,
    async () => {
      const url = await project.urlOf(container, PORT);
      return (await request(`${url}/health/ready`)).status === 200 ? url : '';
    },
    { timeoutMs: READY_MS, everyMs: 300 },
  );

/** The demo, through the ports of the containers. @param {Pick<import('../demo/target.mjs').Target, 'services' | 'mailboxUrl' | 'token'>} target */
export async function demo(target) {
  const orders = readOrders(inRoot('tools', 'sample', 'orders.jsonl'));
  const products = readProducts(inRoot('tools', 'sample', 'products.json'));
  const problems = await runDemo(target, orders, products, { concurrency: 20 });
  demand(problems.length === 0, problems.join('\n'));
}

// Node has no shell around it, and the first process of the container is another.
const KILL = `for (const pid of require('fs').readdirSync('/proc').filter(Number)) {
  const words = require('fs').readFileSync('/proc/' + pid + '/cmdline', 'utf8').split('\\0');
  if (words[0] === 'node' && words.includes('main.mjs')) process.kill(Number(pid), 'SIGKILL');
}`;

/** Kills what runs in a container, and waits until it is back by itself. @param {Project} project @param {string} container */
export async function killed({ docker }, container) {
  const before = (await docker.inspect(container)).RestartCount;
  await docker.call('exec', container, 'node', '-e', KILL);
  await until(
    'the container to be back',
    async () => {
      const { State: state, RestartCount: count } = await docker.inspect(container);
      return count > before && state.Health.Status === 'healthy';
    },
    { timeoutMs: BACK_MS, everyMs: 500 },
  );
}

/** Stops a container as a deployment does, and answers the status with which it ended. @param {Project} project @param {string} container */
export async function stopped({ docker }, container) {
  await docker.call('stop', container);
  const status = (await docker.inspect(container)).State.ExitCode;
  await docker.call('start', container);
  return status;
}
