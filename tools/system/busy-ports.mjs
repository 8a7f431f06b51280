// @ts-check
import { request } from '../support/http.mjs';
import { isFree } from '../support/ports.mjs';
import { ToolError } from '../support/tool.mjs';
import { readRun } from './run-file.mjs';

/**
 * Rejects, naming the port and who seems to have it, unless all instances can listen where they are to.
 * @param {import('./services.mjs').Instance[]} instances
 */
export async function checkPorts(instances) {
  for (const { port, url, app } of instances) {
    if (await isFree(port)) continue;
    throw new ToolError(`port ${port}, meant for ${app}, is taken: ${await takenBy(url)}`);
  }
}

/** @param {string} url */
async function takenBy(url) {
  const run = readRun();
  if (run && Object.values(run.services).flat().includes(url)) {
    return `Waybill is already running from this checkout (process ${Number.parseInt(run.keeper, 10)})`;
  }
  try {
    const { status, body } = await request(`${url}/health/live`, { timeoutMs: 1000 });
    if (status === 200 && body?.status === 'ok')
      return 'a service that answers like one of Waybill is already running there';
  } catch {
    // Whatever it is, it does not speak HTTP, or not with us.
  }
  return 'another program listens there';
}
