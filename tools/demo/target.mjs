// @ts-check
import { APPS, ensureBuilt } from '../build.mjs';
import { allOrFirstError, provide } from '../infra/provide.mjs';
import { request } from '../support/http.mjs';
import { announce } from '../support/messages.mjs';
import { ToolError } from '../support/tool.mjs';
import { readRun } from '../system/run-file.mjs';
import { instancesOnFreePorts, instancesOnUsualPorts } from '../system/services.mjs';
import { startSystem } from '../system/system.mjs';

/** @typedef {import('../build.mjs').App} App */
/** @typedef {Record<App, string[]>} ServiceUrls */

/**
 * What the orders are driven through.
 * @typedef {object} Target
 * @property {ServiceUrls} services
 * @property {string} [mailboxUrl]
 * @property {string} [token] of an administrator, where the services ask for one
 * @property {import('../system/system.mjs').System} [system] when it was started for this
 */

/**
 * The system that runs already: the one at the given address, or that of this checkout, or whatever is ready on the
 * usual ports.
 * @param {{ baseUrl?: string | undefined, mailboxUrl?: string | undefined }} options
 * @returns {Promise<Target | undefined>}
 */
export async function runningTarget({ baseUrl, mailboxUrl }) {
  const run = baseUrl === undefined ? readRun() : undefined;
  if (run) return { services: run.services, mailboxUrl: mailboxUrl ?? run.mailboxUrl };
  const services = servicesAt(baseUrl ?? 'http://127.0.0.1');
  const ready = await Promise.all(Object.values(services).map(([url = '']) => isReady(url)));
  if (ready.every(Boolean)) return { services, mailboxUrl };
  if (baseUrl === undefined && !ready.some(Boolean)) return undefined;
  const away = APPS.filter((_, index) => !ready[index]).map((app) => `${app} (${services[app][0]})`);
  throw new ToolError(`not ready: ${away.join(', ')}`);
}

/**
 * A system started for this, on free ports.
 * @param {import('../keeper/client.mjs').Keeper} keeper
 * @returns {Promise<Target>}
 */
export async function freshTarget(keeper) {
  const [{ postgres, rabbitmq, smtp }, instances] = await allOrFirstError([
    provide({ keeper }),
    instancesOnFreePorts(1),
    ensureBuilt(),
  ]);
  announce('services', 'starting', instances.map(({ name, port }) => `${name} on ${port}`).join(', '));
  const servers = { databases: postgres.databases, rabbitmqUrl: rabbitmq.url, smtp };
  const system = await startSystem({ keeper, instances, servers });
  const urls = APPS.map((app) => [app, system.urlsOf(app)]);
  return { services: Object.fromEntries(urls), mailboxUrl: smtp.mailboxUrl, system };
}

/** @param {string} baseUrl without a port @returns {ServiceUrls} */
function servicesAt(baseUrl) {
  const { protocol, hostname } = new URL(baseUrl);
  const urls = instancesOnUsualPorts(1).map(({ app, port }) => [app, [`${protocol}//${hostname}:${port}`]]);
  return Object.fromEntries(urls);
}

/** @param {string} url */
async function isReady(url) {
  try {
    return (await request(`${url}/health/ready`, { timeoutMs: 3000 })).status === 200;
  } catch {
    return false;
  }
}
