// @ts-check
import { messageOf } from '../../support/messages.mjs';
import { isFree } from '../../support/ports.mjs';
import { Unavailable } from '../ways.mjs';
import { checkConnection, withVirtualHost } from './broker.mjs';
import { findManagement } from './management.mjs';
import { virtualHosts } from './virtual-hosts.mjs';

const PLACE = '127.0.0.1:5672';
const USER = 'guest';
const BASE_URL = `amqp://${USER}:guest@${PLACE}/`;

// A broker that is already there may hold somebody else's queues.
const OWN_VIRTUAL_HOST = 'waybill';

/**
 * A broker on the default local port that lets the default user in, in a virtual host of our own where possible.
 * @type {import('../types.mjs').Seek<import('../types.mjs').RabbitMQ>}
 */
export async function localRabbitMQ({ throwAway, runId }) {
  if (await isFree(5672)) throw new Unavailable(`nothing listens on ${PLACE}`);
  const name = throwAway ? runId : OWN_VIRTUAL_HOST;
  const url = withVirtualHost(BASE_URL, name);
  const managementUrl = await findManagement(BASE_URL);
  const details = `${PLACE}, virtual host ${name}`;
  if (!throwAway && (await opens(url))) return { value: { url, managementUrl }, details };
  try {
    await checkConnection(BASE_URL);
  } catch (error) {
    throw new Unavailable(`${PLACE} ${messageOf(error)}`, { surprising: true });
  }
  try {
    await virtualHosts(managementUrl).create(name, USER);
    await checkConnection(url);
    return { value: { url, managementUrl, privateVirtualHost: throwAway ? name : undefined }, details };
  } catch (error) {
    const remark = `virtual host / (${name} cannot be created: ${messageOf(error)})`;
    return { value: { url: withVirtualHost(BASE_URL, '/'), managementUrl }, details: `${PLACE}, ${remark}` };
  }
}

/** @param {string} url */
async function opens(url) {
  try {
    await checkConnection(url);
    return true;
  } catch {
    return false;
  }
}
