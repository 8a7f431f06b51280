// @ts-check

/** @typedef {import('./types.mjs').Owner} Owner */
/** @typedef {import('./types.mjs').Code} Code */
/** @typedef {import('./types.mjs').Step} Step */
/** @typedef {import('./types.mjs').Event} Event */
/** @typedef {import('./types.mjs').Delivery} Delivery */
/** @typedef {import('./types.mjs').Whereabouts} Whereabouts */
/** @typedef {import('./types.mjs').Subscription} Subscription */
/** @typedef {import('./pipeline.mjs').Pipeline} Pipeline */
/** @typedef {Record<Owner, Pipeline>} Pipelines */

/**
 * Looks for an event in the retry queues and the dead letters of a subscriber.
 * @callback Locate
 * @param {Subscription} subscription
 * @param {string} subject
 * @param {number} sequence
 * @returns {Promise<Whereabouts | undefined>}
 */

/**
 * The steps with what became of their events at whoever subscribes to them.
 * @param {Code} code
 * @param {Pipelines} pipelines
 * @param {Locate} locate
 * @param {readonly Omit<Step, 'deliveries'>[]} steps
 * @param {string} subject
 * @returns {Promise<Step[]>}
 */
export async function deliveriesOf(code, pipelines, locate, steps, subject) {
  /** @type {Step[]} */
  const told = [];
  for (const step of steps) {
    const { event } = step;
    /** @type {Delivery[]} */
    const deliveries = [];
    for (const subscription of code.choreography.subscriptions)
      if (event && subscription.stream.name === event.stream)
        deliveries.push(await deliveryOf(code, pipelines, locate, { subscription, event, subject }));
    told.push({ ...step, deliveries });
  }
  return told;
}

/** Every event that somebody has not handled, and where it is. @param {readonly Step[]} steps */
export const waitingIn = (steps) =>
  steps.flatMap(({ event, deliveries }) =>
    deliveries.flatMap(({ to, where }) => (event && where ? [{ ...event, to, ...where }] : [])),
  );

/**
 * @param {Code} code
 * @param {Pipelines} pipelines
 * @param {Locate} locate
 * @param {{ subscription: Subscription, event: Event, subject: string }} of
 * @returns {Promise<Delivery>}
 */
async function deliveryOf(code, pipelines, locate, { subscription, event, subject }) {
  const to = subscription.subscriber;
  const { incidents, heard } = pipelines[to];
  const ofEvent = incidents.filter(
    ({ stream, sequence }) => stream === event.stream && sequence === event.sequence,
  );
  const notes = code.notesOf(ofEvent);
  const delivery = { to, ...(notes && { notes }) };
  if (event.sequence > (heard.get(event.stream) ?? 0)) {
    const where =
      inDatabases(pipelines, subscription, event) ??
      (await locate(subscription, subject, event.sequence)) ??
      /** @type {const} */ ({ place: 'queue' });
    return { ...delivery, state: 'waiting', where };
  }
  if (ofEvent.some(({ kind }) => kind === 'forced')) return { ...delivery, state: 'skipped' };
  const handles = subscription.handles.some(({ type }) => type === event.type);
  return { ...delivery, state: handles ? 'handled' : 'ignored' };
}

/**
 * @param {Pipelines} pipelines
 * @param {Subscription} subscription
 * @param {Event} event
 * @returns {Whereabouts | undefined}
 */
function inDatabases(pipelines, { subscriber, stream: { name, publisher } }, { sequence }) {
  /** @param {{ stream: string, sequence: number }} row */
  const isIt = (row) => row.stream === name && row.sequence === sequence;
  const { parked, heard, outgoing } = pipelines[subscriber];
  const early = parked.find(isIt);
  if (early) return { place: 'parked', since: early.since, waitsFor: (heard.get(name) ?? 0) + 1 };
  const sent =
    publisher === 'anyone' ? [] : pipelines[publisher].outgoing.filter(({ queue }) => queue === null);
  const row = [...sent, ...outgoing.filter(({ queue }) => queue !== null)].find(isIt);
  return row && { place: 'outbox', since: row.since, attempts: row.attempts };
}
