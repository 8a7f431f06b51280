// @ts-check
import { searching, seekPostgres, seekRabbitMQ } from '../infra/provide.mjs';
import { InfrastructureMissing, forcedWay } from '../infra/ways.mjs';
import { announce } from '../support/messages.mjs';
import { readRun } from '../system/run-file.mjs';

/** @typedef {import('../infra/types.mjs').Database} Database */
/** @typedef {import('../infra/types.mjs').Owner} Owner */

/** Where the data is. @typedef {{ databases: Record<Owner, Database>, brokerUrl?: string, managementUrl?: string }} Place */

/**
 * Where the data of each service is, and the broker: those of the system that runs here unless `WAYBILL_INFRA` asks for
 * others, or else where `npm start` would put them.
 * @param {import('../keeper/client.mjs').Keeper} keeper owns what has to be started to get at the data
 * @param {{ withBroker: boolean }} options
 * @returns {Promise<Place>}
 */
export async function placeToAudit(keeper, { withBroker }) {
  const running = forcedWay(process.env) ? undefined : readRun();
  if (running) {
    const { databases, rabbitmqUrl, managementUrl } = running;
    return withBroker
      ? { databases, brokerUrl: rabbitmqUrl, ...(managementUrl && { managementUrl }) }
      : { databases };
  }
  return searching({ keeper }, false, async (search) => {
    const { databases } = await seekPostgres(search);
    return withBroker ? { databases, ...(await usualBroker(search)) } : { databases };
  });
}

/** @param {import('../infra/types.mjs').Search} search @returns {Promise<Omit<Place, 'databases'>>} */
async function usualBroker(search) {
  try {
    const { url, managementUrl } = await seekRabbitMQ(search);
    return { brokerUrl: url, ...(managementUrl && { managementUrl }) };
  } catch (error) {
    if (!(error instanceof InfrastructureMissing)) throw error;
    announce('rabbitmq', 'none', 'nothing is said of queues and dead letters');
    return {};
  }
}
