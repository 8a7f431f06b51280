// @ts-check
import { messageOf } from '../../support/messages.mjs';
import { Unavailable } from '../ways.mjs';
import { checkConnection } from './broker.mjs';
import { findManagement } from './management.mjs';

/**
 * The broker that `RABBITMQ_URL` names.
 * @type {import('../types.mjs').Seek<import('../types.mjs').RabbitMQ>}
 */
export async function rabbitmqFromEnvironment({ env }) {
  const url = env['RABBITMQ_URL'];
  if (!url) throw new Unavailable('RABBITMQ_URL is not set');
  const { hostname, port, pathname } = parsed(url);
  const place = `${hostname}:${port || 5672}`;
  try {
    await checkConnection(url);
  } catch (error) {
    throw new Unavailable(`${place} ${messageOf(error)}`, { surprising: true });
  }
  const managementUrl = await findManagement(url);
  return {
    value: { url, managementUrl },
    details: `${place}, virtual host ${decodeURIComponent(pathname.slice(1)) || '/'}`,
  };
}

/** @param {string} url */
function parsed(url) {
  try {
    return new URL(url);
  } catch {
    throw new Unavailable('RABBITMQ_URL is not a URL', { surprising: true });
  }
}
