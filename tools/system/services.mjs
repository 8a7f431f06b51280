// @ts-check
import { APPS } from '../build.mjs';
import { freePorts } from '../support/ports.mjs';

/** @typedef {import('../build.mjs').App} App */
/** @typedef {import('../infra/types.mjs').Owner} Owner */

/**
 * One process of a service.
 * @typedef {object} Instance
 * @property {string} name such as `order-service-1`
 * @property {App} app
 * @property {Owner} owner whose database it uses
 * @property {number} port
 * @property {string} url
 */

/** @type {Record<App, { owner: Owner, port: number }>} */
const SERVICES = {
  'order-service': { owner: 'order', port: 3001 },
  'inventory-service': { owner: 'inventory', port: 3002 },
  'notification-service': { owner: 'notification', port: 3003 },
};

/** @param {App} app @param {number} number @param {number} port @returns {Instance} */
const instance = (app, number, port) => ({
  name: `${app}-${number}`,
  app,
  owner: SERVICES[app].owner,
  port,
  url: `http://127.0.0.1:${port}`,
});

/**
 * So many instances of each service, on the ports the documentation names: 3001 to 3003, then 3011 to 3013, …
 * @param {number} each
 */
export function instancesOnUsualPorts(each) {
  return numbers(each).flatMap((number) =>
    APPS.map((app) => instance(app, number, SERVICES[app].port + 10 * (number - 1))),
  );
}

/** So many instances of each service, on whatever ports are free. @param {number} each */
export async function instancesOnFreePorts(each) {
  const ports = await freePorts(each * APPS.length);
  return numbers(each).flatMap((number) => APPS.map((app) => instance(app, number, ports.pop() ?? 0)));
}

/** @param {number} count */
const numbers = (count) => Array.from({ length: count }, (_, index) => index + 1);
