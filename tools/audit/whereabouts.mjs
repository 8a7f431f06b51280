// @ts-check

/** @typedef {import('../infra/types.mjs').Owner} Owner */
/** @typedef {import('../../libs/messaging/src/topology/topology.js').Topology} Topology */
/** @typedef {import('./broker.mjs').BrokerLook} BrokerLook */
/** @typedef {import('./broker.mjs').Letter} Letter */
/** @typedef {import('./findings.mjs').Missing} Missing */
/** @typedef {import('./snapshots.mjs').Snapshots} Snapshots */

/** Where an event is, and of which type it is as far as that shows there. @typedef {{ where: string, type?: string }} Place */

/**
 * What is looked through for an event.
 * @typedef {object} Surroundings
 * @property {Snapshots} snapshots
 * @property {Topology} topology
 * @property {readonly Letter[]} letters that lie where no service fetches them
 * @property {BrokerLook} [broker]
 * @property {import('./held.mjs').Held} [held] if the broker tells
 */

const LOST = 'is nowhere: LOST';

/** Whether an event was found nowhere, nor may it be with a consumer. @param {unknown} where */
export const isLost = (where) => typeof where === 'string' && /^is nowhere: LOST(?:;|$)/.test(where);

const HANDLED = 'SELECT FROM stream_positions WHERE stream = $1 AND subject = $2 AND sequence >= $3';

const IN_OUTBOX = `
  SELECT type, attempts, created_at AS since FROM outbox_events
  WHERE body::jsonb ->> 'subject' = $1 AND (body::jsonb ->> 'sequence')::int = $2 AND type = ANY ($3)
  ORDER BY created_at LIMIT 1`;

const PARKED = `
  SELECT body::jsonb ->> 'type' AS type, parked_at AS since FROM parked_events
  WHERE stream = $1 AND subject = $2 AND sequence = $3`;

const INCIDENTS = `
  SELECT kind, times, detail, last_at AS at FROM stream_incidents
  WHERE stream = $1 AND subject = $2 AND sequence = $3 AND kind IN ('retried', 'dead-lettered', 'replayed', 'discarded')
  ORDER BY last_at DESC LIMIT 1`;

/**
 * Where an event is that a subscriber has not handled: the first place it is seen in, on its way from outbox to handler.
 * @param {Surroundings} surroundings
 * @param {Missing} missing
 * @returns {Promise<Place>}
 */
export async function whereabouts(surroundings, missing) {
  const inbound = inboundOf(surroundings.topology, missing);
  return (
    (await handled(surroundings, missing)) ??
    (await inOutbox(surroundings, missing, inbound)) ??
    lying(surroundings, missing, inbound) ??
    (await parked(surroundings, missing)) ??
    (await inQueues(surroundings, inbound)) ??
    (await lost(surroundings, missing, inbound))
  );
}

/** @param {Topology} topology @param {Missing} missing */
function inboundOf(topology, { subscriber, stream }) {
  const found = topology.inbound.find(
    ({ subscription }) => subscription.subscriber === subscriber && subscription.stream.name === stream,
  );
  if (!found) throw new Error(`${subscriber} does not subscribe to ${stream}`);
  return found;
}

/** @typedef {Topology['inbound'][number]} Inbound */

/** What was missing may have come since it was found missing. @param {Surroundings} surroundings @param {Missing} missing @returns {Promise<Place | undefined>} */
async function handled({ snapshots }, { subscriber, stream, subject, sequence }) {
  const rows = await snapshots[subscriber].query(HANDLED, [stream, subject, sequence]);
  return rows.length > 0 ? { where: 'has been handled meanwhile' } : undefined;
}

/**
 * @param {Surroundings} surroundings @param {Missing} missing @param {Inbound} inbound
 * @returns {Promise<Place | undefined>}
 */
async function inOutbox({ snapshots }, { subscriber, subject, sequence }, { subscription, contracts }) {
  const { publisher } = subscription.stream;
  // A parked event that is released goes through the outbox of its subscriber.
  for (const owner of /** @type {Owner[]} */ ([publisher, subscriber])) {
    /** @type {{ type: string, attempts: number, since: Date }[]} */
    const [row] = await snapshots[owner].query(IN_OUTBOX, [subject, sequence, [...contracts.keys()]]);
    if (row) {
      const tried = row.attempts > 0 ? `, ${row.attempts} attempts` : '';
      return {
        type: row.type,
        where: `is in the outbox of ${owner} since ${row.since.toISOString()}${tried}`,
      };
    }
  }
  return undefined;
}

/** @param {Surroundings} surroundings @param {Missing} missing @param {Inbound} inbound @returns {Place | undefined} */
function lying({ letters, topology }, { subject, sequence }, { queue, retries, deadLetters, contracts }) {
  const around = new Set([queue, deadLetters, ...retries.map((tier) => tier.queue)]);
  const letter = letters.find(
    (candidate) =>
      candidate.subject === subject &&
      candidate.sequence === sequence &&
      (around.has(candidate.queue) ||
        (candidate.queue === topology.unroutable && contracts.has(candidate.type))),
  );
  if (!letter) return undefined;
  const { type, code, since, attempts } = letter;
  if (letter.queue === deadLetters)
    return { type, where: `is a dead letter in ${deadLetters} (code ${code}) since ${since}` };
  if (letter.queue === topology.unroutable)
    return { type, where: `is unroutable, in ${topology.unroutable}, since ${since}` };
  return {
    type,
    where: `is tried again from ${letter.queue} (code ${code}, attempts ${attempts}) since ${since}`,
  };
}

/** @param {Surroundings} surroundings @param {Missing} missing @returns {Promise<Place | undefined>} */
async function parked({ snapshots }, { subscriber, stream, subject, sequence }) {
  /** @type {{ type: string, since: Date }[]} */
  const [row] = await snapshots[subscriber].query(PARKED, [stream, subject, sequence]);
  if (!row) return undefined;
  return {
    type: row.type,
    where: `is parked in ${subscriber} since ${row.since.toISOString()} though it is next`,
  };
}

/** Where it can be that was not looked into, or not to the end. @param {Surroundings} surroundings @param {Inbound} inbound @returns {Promise<Place | undefined>} */
async function inQueues({ broker, letters, held }, { queue, retries, deadLetters }) {
  if (!broker) return undefined;
  const places = [];
  for (const name of [queue, ...retries.map((tier) => tier.queue), deadLetters]) {
    const read = letters.filter((letter) => letter.queue === name).length;
    places.push(...unread(name, read, await broker.queue(name)));
  }
  const unacknowledged = held?.get(queue) ?? 0;
  if (unacknowledged > 0) places.push(`held by a consumer of ${queue} (${unacknowledged} unacknowledged)`);
  return places.length > 0 ? { where: `may be ${places.join(', or ')}` } : undefined;
}

/** @param {string} name @param {number} read @param {import('./broker.mjs').Queue | undefined} state */
function unread(name, read, state) {
  if (!state) return [`among what was in ${name}, which does not exist`];
  return state.ready > read ? [`among the ${state.ready - read} messages of ${name}`] : [];
}

/** @param {Surroundings} surroundings @param {Missing} missing @param {Inbound} inbound @returns {Promise<Place>} */
async function lost({ snapshots, broker, held }, { subscriber, stream, subject, sequence }, { queue }) {
  /** @type {{ kind: string, at: Date, detail: Record<string, unknown> }[]} */
  const [incident] = await snapshots[subscriber].query(INCIDENTS, [stream, subject, sequence]);
  const last = incident ? `; it was ${incident.kind} at ${incident.at.toISOString()}` : '';
  if (!broker) return { where: `is not in an outbox; the broker was not looked at${last}` };
  const doubt = held?.has(queue) ? '' : ', unless a consumer holds it, which the broker does not tell here';
  return { where: `${LOST}${doubt}${last}` };
}
