// @ts-check
import { Findings } from './findings.mjs';
import { ROWS_SHOWN } from './invariant.mjs';

/** @typedef {import('../../libs/messaging/src/topology/topology.js').Topology} Topology */
/** @typedef {import('./broker.mjs').BrokerLook} BrokerLook */
/** @typedef {import('./broker.mjs').Letter} Letter */
/** @typedef {import('./invariant.mjs').Claim} Claim */
/** @typedef {import('./invariant.mjs').Found} Found */

/** So many messages of a queue are read at most. */
const LETTERS_READ = 1_000;

/** @type {Claim} */
const QUEUES_CONSUMED = {
  severity: 'violation',
  name: 'queues-consumed',
  explanation:
    'Every queue of a service exists and has a consumer, and so do its retry queues and dead letters.',
  means: 'A queue was deleted, or no process of its service runs or consumes: its events wait.',
  remedy: 'Start the service; it declares what is missing. `/health/ready` says why it does not consume.',
};

/** @type {Claim} */
const NOTHING_UNROUTABLE = {
  severity: 'violation',
  name: 'nothing-unroutable',
  explanation: 'No event waits in the queue of those that no other queue took.',
  means: 'A queue or binding was missing when it was published; nobody has heard of it.',
  remedy: 'Restart a service, which declares the topology and publishes them again.',
};

/** @type {Claim} */
const NO_DEAD_LETTERS = {
  severity: 'attention',
  name: 'no-dead-letters',
  explanation: 'No event was given up.',
  means: 'A message that cannot be read or handled; later events of its subject wait behind it.',
  remedy: 'Put right what the code names, then replay them; see [dead letters](operations.md#dead-letters).',
};

export const brokerClaims = [QUEUES_CONSUMED, NOTHING_UNROUTABLE, NO_DEAD_LETTERS];

/** What a queue lacks, if anything. @param {import('./broker.mjs').Queue | undefined} state @param {boolean} isConsumed */
function lackOf(state, isConsumed) {
  if (!state) return 'missing';
  return isConsumed && state.consumers === 0 ? 'not consumed' : undefined;
}

/** What is wrong with the queues now. @param {BrokerLook} broker @param {Topology} topology */
export async function judgeQueues(broker, topology) {
  const findings = new Findings();
  const consumed = new Set(topology.inbound.map(({ queue }) => queue));
  for (const { name: queue } of topology.queues) {
    const state = await broker.queue(queue);
    const lack = lackOf(state, consumed.has(queue));
    if (lack)
      findings.add(QUEUES_CONSUMED.name, {
        key: queue,
        row: { queue, is: lack, waiting: state?.ready ?? 0 },
      });
    if (queue === topology.unroutable && state && state.ready > 0)
      findings.add(NOTHING_UNROUTABLE.name, { key: queue, row: { queue, waiting: state.ready } });
  }
  return findings;
}

/**
 * The messages that lie where no service fetches them, of each queue so many as are read. Those that wait to be tried
 * again are looked at only if wanted: that puts them behind others, which may cost them their delay once more.
 * @param {BrokerLook} broker
 * @param {Topology} topology
 * @param {{ withRetries: boolean }} options
 */
export async function lyingLetters(broker, { unroutable, inbound }, { withRetries }) {
  const retries = withRetries ? inbound.flatMap((around) => around.retries.map((tier) => tier.queue)) : [];
  /** @type {Letter[]} */
  const letters = [];
  for (const queue of [unroutable, ...inbound.map((around) => around.deadLetters), ...retries])
    if ((await broker.queue(queue))?.ready) letters.push(...(await broker.letters(queue, LETTERS_READ)));
  return letters;
}

/** The dead letters by what they failed of. @param {BrokerLook} broker @param {Topology} topology @returns {Promise<Found>} */
export async function deadLetters(broker, topology) {
  const letters = await lyingLetters(broker, topology, { withRetries: false });
  /** @type {Map<string, { queue: string, code: string, error: string, fingerprint: string, letters: number, types: Set<string>, since: string }>} */
  const groups = new Map();
  for (const { queue, type, code, error, fingerprint, since } of letters) {
    if (queue === topology.unroutable) continue;
    const id = `${queue} ${fingerprint}`;
    const group = groups.get(id) ?? { queue, fingerprint, code, error, letters: 0, types: new Set(), since };
    groups.set(id, group);
    group.letters += 1;
    group.types.add(type);
    if (since < group.since) group.since = since;
  }
  let count = 0;
  for (const { deadLetters: queue } of topology.inbound) count += (await broker.queue(queue))?.ready ?? 0;
  const rows = [...groups.values()].map(({ types, ...group }) => ({
    ...group,
    types: [...types].join(', '),
  }));
  return { count, rows: rows.slice(0, ROWS_SHOWN) };
}
