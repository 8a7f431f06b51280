// @ts-check
import { run } from '../../support/run.mjs';
import { callManagement, findManagement } from './management.mjs';

const USUAL_PORT = '5672';
const COMMAND_TIMEOUT_MS = 30_000;

/** @typedef {{ name: string, messages_unacknowledged?: number }} Counted */

/**
 * How many messages of each queue consumers hold, by its name: through the management API of the very broker if there is
 * one, else through `rabbitmqctl`, as far as that may ask the broker of this machine; `undefined` where neither tells.
 * AMQP itself does not. The broker counts every five seconds, and the API takes over its counts every five.
 * @param {import('amqplib').ChannelModel} connection to the broker
 * @param {{ url: string, managementUrl?: string | undefined }} broker
 * @returns {Promise<Map<string, number> | undefined>}
 */
export async function unacknowledged(connection, { url, managementUrl }) {
  const virtualHost = decodeURIComponent(new URL(url).pathname.slice(1)) || '/';
  const counted =
    (await throughManagement(
      clusterOf(connection),
      virtualHost,
      managementUrl ?? (await findManagement(url)),
    )) ?? (await throughCommand(virtualHost, url));
  return counted && new Map(counted.map((queue) => [queue.name, queue.messages_unacknowledged ?? 0]));
}

/** The name that its nodes go by. @param {import('amqplib').ChannelModel} connection */
function clusterOf({ connection }) {
  const { serverProperties } = /** @type {{ serverProperties?: { cluster_name?: string } }} */ (connection);
  return serverProperties?.cluster_name;
}

/**
 * @param {string | undefined} cluster @param {string} virtualHost @param {string | undefined} managementUrl
 * @returns {Promise<Counted[] | undefined>}
 */
async function throughManagement(cluster, virtualHost, managementUrl) {
  if (!managementUrl) return undefined;
  try {
    // On one machine there may be several brokers, and the usual port be another's.
    const overview = await callManagement(managementUrl, 'GET', '/api/overview');
    const { cluster_name: name } = /** @type {{ cluster_name?: string }} */ (await overview.json());
    if (cluster === undefined || name !== cluster) return undefined;
    const path = `/api/queues/${encodeURIComponent(virtualHost)}?columns=name,messages_unacknowledged`;
    const answer = await callManagement(managementUrl, 'GET', path);
    return answer.ok ? /** @type {Counted[]} */ (await answer.json()) : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} virtualHost @param {string} url @returns {Promise<Counted[] | undefined>} */
async function throughCommand(virtualHost, url) {
  const { hostname, port } = new URL(url);
  // It asks the node of the usual name on this machine, which serves there.
  if (!['127.0.0.1', 'localhost'].includes(hostname) || (port || USUAL_PORT) !== USUAL_PORT) return undefined;
  const { ok, stdout } = await run(
    'rabbitmqctl',
    ['--quiet', 'list_queues', '-p', virtualHost, '--formatter', 'json', 'name', 'messages_unacknowledged'],
    { timeoutMs: COMMAND_TIMEOUT_MS },
  );
  return ok ? JSON.parse(stdout) : undefined;
}
