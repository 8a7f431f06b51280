// @ts-check
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
