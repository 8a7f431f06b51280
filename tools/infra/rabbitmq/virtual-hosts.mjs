// @ts-check
import { run } from '../../support/run.mjs';
import { callManagement } from './management.mjs';

/**
 * Someone who may create and delete virtual hosts on a broker.
 * @typedef {object} VirtualHosts
 * @property {(name: string, user: string) => Promise<void>} create with all rights for the user
 * @property {(name: string) => Promise<void>} remove
 * @property {() => Promise<string[]>} list
 * @property {() => Promise<string[]>} inUse those with at least one connection
 */

const EVERYTHING = { configure: '.*', write: '.*', read: '.*' };

/**
 * Manages virtual hosts through the management API if there is one, else through `rabbitmqctl`, which only works
 * for root or the broker's own user and on the broker's own machine.
 * @param {string | undefined} managementUrl
 * @returns {VirtualHosts}
 */
export function virtualHosts(managementUrl) {
  return managementUrl ? throughManagement(managementUrl) : throughCommand;
}

/** @param {string} managementUrl @returns {VirtualHosts} */
function throughManagement(managementUrl) {
  /** @type {(method: 'GET' | 'PUT' | 'DELETE', path: string, body?: object) => Promise<Response>} */
  const call = async (method, path, body) => {
    const answer = await callManagement(managementUrl, method, path, body);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    return answer;
  };
  /** @type {(path: string, field: string) => Promise<string[]>} */
  const names = async (path, field) => {
    const rows = /** @type {Record<string, string>[]} */ (await (await call('GET', path)).json());
    return rows.map((row) => /** @type {string} */ (row[field]));
  };
  return {
    async create(name, user) {
      await call('PUT', `/api/vhosts/${encodeURIComponent(name)}`, {});
      await call(
        'PUT',
        `/api/permissions/${encodeURIComponent(name)}/${encodeURIComponent(user)}`,
        EVERYTHING,
      );
    },
    async remove(name) {
      await call('DELETE', `/api/vhosts/${encodeURIComponent(name)}`);
    },
    list: () => names('/api/vhosts?columns=name', 'name'),
    inUse: () => names('/api/connections?columns=vhost', 'vhost'),
  };
}

/** @type {VirtualHosts} */
const throughCommand = {
  async create(name, user) {
    await control('add_vhost', name);
    await control(
      'set_permissions',
      '-p',
      name,
      user,
      EVERYTHING.configure,
      EVERYTHING.write,
      EVERYTHING.read,
    );
  },
  async remove(name) {
    await control('delete_vhost', name);
  },
  list: async () => lines(await control('--quiet', 'list_vhosts', 'name', '--no-table-headers')),
  inUse: async () => lines(await control('--quiet', 'list_connections', 'vhost', '--no-table-headers')),
};

/** @param {string[]} args */
async function control(...args) {
  const { ok, stdout, reason } = await run('rabbitmqctl', args, { timeoutMs: 30_000 });
  if (!ok) throw new Error(`rabbitmqctl: ${reason}`);
  return stdout;
}

/** @param {string} text */
const lines = (text) => text.split('\n').filter((line) => line !== '');
