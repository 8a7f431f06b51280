// @ts-check
import { z } from 'zod';
import { compiled } from '../support/compiled.mjs';

/** @typedef {import('../../libs/contracts/src/index.js').Choreography} Choreography */
/** @typedef {import('../../libs/contracts/src/index.js').Contract} Contract */
/** @typedef {import('../../libs/contracts/src/index.js').Stream} Stream */
/** @typedef {import('../../libs/contracts/src/index.js').Subscription} Subscription */
/** @typedef {import('../../libs/messaging/src/topology/topology.js').Topology} Topology */

/**
 * What the documents are printed from.
 * @typedef {object} Contracts
 * @property {typeof import('../../libs/contracts/src/index.js')} lib
 * @property {Choreography} choreography
 * @property {readonly Stream[]} streams in the order of their first contract
 * @property {Topology} topology with the defaults that every service has
 * @property {(contract: Contract) => string} nameOf the name a contract is exported by, such as `OrderCreated`
 */

/** Imports a module of the libraries, as the order service has them. @param {string[]} path */
const library = (...path) => compiled('order-service', 'libs', ...path);

/** Loads the contracts as they were built last. @returns {Promise<Contracts>} */
export async function loadContracts() {
  const lib = await library('contracts', 'src', 'index.js');
  const { topologyOf } = await library('messaging', 'src', 'topology', 'topology.js');
  const { serviceEnv } = await library('platform', 'src', 'config', 'service-env.js');
  const { RABBITMQ_PREFIX: prefix, RETRY_DELAYS_MS: retryDelaysMs } = z
    .object({ RABBITMQ_PREFIX: serviceEnv.RABBITMQ_PREFIX, RETRY_DELAYS_MS: serviceEnv.RETRY_DELAYS_MS })
    .parse({});
  /** @type {Choreography} */
  const choreography = lib.WAYBILL;
  const names = new Map(Object.entries(lib).map(([name, value]) => [value, name]));
  return {
    lib,
    choreography,
    streams: [...new Set(choreography.contracts.map(({ stream }) => stream))],
    topology: topologyOf(choreography, { prefix, retryDelaysMs }),
    nameOf(contract) {
      const name = names.get(contract);
      if (name === undefined) throw new Error(`${contract.type} is not exported by the contracts`);
      return name;
    },
  };
}

/** Who listens to a stream. @param {Choreography} choreography @param {Stream} stream */
export const subscriptionsTo = ({ subscriptions }, stream) =>
  subscriptions.filter((subscription) => subscription.stream.name === stream.name);
