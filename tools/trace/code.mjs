// @ts-check
import { z } from 'zod';
import { compiled } from '../support/compiled.mjs';

/** @typedef {import('./types.mjs').Code} Code */

const TIMELINE = 'apps/order-service/src/timeline';

/** The services' own code, as it was built last: the timeline of the order service, and who hears what. @returns {Promise<Code>} */
export async function loadCode() {
  const { WAYBILL: choreography } = await compiled('order-service', 'libs/contracts/src/index.js');
  const { timelineOf } = await compiled('order-service', `${TIMELINE}/domain/timeline.js`);
  const { notesOf } = await compiled('order-service', `${TIMELINE}/domain/notes.js`);
  const { ANSWERS: answers } = await compiled('order-service', `${TIMELINE}/domain/reservation-steps.js`);
  const { TimelineRepository } = await compiled(
    'order-service',
    `${TIMELINE}/persistence/timeline.repository.js`,
  );
  const repository = new TimelineRepository();
  return { choreography, timelineOf, notesOf, answers, findFacts: (db, id) => repository.find(db, id) };
}

/** The queues there are, as the environment names them. @returns {Promise<import('../../libs/messaging/src/topology/topology.js').Topology>} */
export async function topologyNow() {
  const { WAYBILL } = await compiled('order-service', 'libs/contracts/src/index.js');
  const { topologyOf } = await compiled('order-service', 'libs/messaging/src/topology/topology.js');
  const { serviceEnv } = await compiled('order-service', 'libs/platform/src/config/service-env.js');
  const { RABBITMQ_PREFIX, RETRY_DELAYS_MS } = serviceEnv;
  const read = z.object({ RABBITMQ_PREFIX, RETRY_DELAYS_MS }).parse(process.env);
  return topologyOf(WAYBILL, { prefix: read.RABBITMQ_PREFIX, retryDelaysMs: read.RETRY_DELAYS_MS });
}
