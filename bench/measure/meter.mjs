// @ts-check
import { brokerPid, messageCounts } from './broker.mjs';
import { commits, commitsTold, postgresPid, walBytes } from './database.mjs';
import { processorSeconds } from './processor.mjs';

/** @typedef {import('../private-servers.mjs').PrivateGround} PrivateGround */
/** @typedef {import('../shops/shop.mjs').Shop} Shop */
/** @typedef {import('./processor.mjs').Roots} Roots */

/**
 * What work has cost.
 * @typedef {object} Cost
 * @property {Record<string, number>} seconds of the processor, by process
 * @property {number} commits in the databases
 * @property {number} walBytes written to PostgreSQL's log, whatever for
 * @property {number} published messages that the broker took
 * @property {number} delivered messages that it gave to consumers
 */

/** The servers' processes. @param {PrivateGround} ground @returns {Promise<Roots>} */
export const serverRoots = async (ground) => ({
  PostgreSQL: [postgresPid(ground)],
  RabbitMQ: [await brokerPid(ground)],
});

/**
 * Does work, and resolves with what it returns and what it has cost the shop and the servers. The work is to begin and end
 * at rest, and nobody else is to use the servers meanwhile.
 * @template T
 * @param {PrivateGround} ground
 * @param {Pick<Shop, 'databases' | 'processes'>} shop
 * @param {() => Promise<T>} work
 * @returns {Promise<{ value: T, cost: () => Promise<Cost> }>} the cost takes ten seconds more to be known
 */
export async function metered(ground, { databases, processes }, work) {
  const roots = { ...processes, ...(await serverRoots(ground)) };
  const before = await counts(ground, databases);
  const secondsBefore = processorSeconds(roots);
  const value = await work();
  const seconds = difference(processorSeconds(roots), secondsBefore);
  const cost = async () => {
    await commitsTold();
    const now = difference(await counts(ground, databases), before);
    return { seconds, ...now };
  };
  return { value, cost };
}

/** @param {PrivateGround} ground @param {Shop['databases']} databases */
const counts = async (ground, databases) => ({
  commits: await commits(ground, databases),
  walBytes: await walBytes(ground),
  ...(await messageCounts(ground)),
});

/** @template {Record<string, number>} T @param {T} now @param {T} before @returns {T} */
const difference = (now, before) =>
  /** @type {T} */ (
    Object.fromEntries(Object.entries(now).map(([name, value]) => [name, value - (before[name] ?? 0)]))
  );
