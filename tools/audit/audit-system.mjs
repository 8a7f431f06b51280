// @ts-check
import { alertInvariants } from './alert-invariants.mjs';
import { alertRules } from './alert-rules.mjs';
import { BrokerLook } from './broker.mjs';
import { brokerClaims, deadLetters, judgeQueues } from './broker-rules.mjs';
import { confirmed } from './confirm.mjs';
import { judgeAll } from './findings.mjs';
import { judge } from './invariant.mjs';
import { lettersOnce } from './letter-rules.mjs';
import { notificationInvariants } from './notification-invariants.mjs';
import { cases } from './order-facts.mjs';
import { orderInvariants } from './order-invariants.mjs';
import { orderRules } from './order-rules.mjs';
import { withPlaces } from './places.mjs';
import { pipelineInvariants } from './pipeline-invariants.mjs';
import { productCases } from './product-facts.mjs';
import { productRules } from './product-rules.mjs';
import { onSnapshot, withSnapshots } from './snapshots.mjs';
import { stepInvariants } from './step-invariants.mjs';
import { stockInvariants } from './stock-invariants.mjs';
import { toldOnceInvariants } from './told-once-invariants.mjs';

/** @typedef {import('../infra/types.mjs').Database} Database */
/** @typedef {import('../infra/types.mjs').Owner} Owner */
/** @typedef {import('../../libs/messaging/src/topology/topology.js').Topology} Topology */
/** @typedef {import('./findings.mjs').Findings} Findings */
/** @typedef {import('./invariant.mjs').Claim} Claim */
/** @typedef {import('./invariant.mjs').Found} Found */
/** @typedef {import('./invariant.mjs').Invariant} Invariant */
/** @typedef {import('./invariant.mjs').Limits} Limits */
/** @typedef {import('./invariant.mjs').Verdict} Verdict */
/** @typedef {import('./snapshots.mjs').Snapshots} Snapshots */

/**
 * What is audited.
 * @typedef {object} Target
 * @property {Record<Owner, Database>} databases
 * @property {string} [brokerUrl] AMQP, with the virtual host; without it nothing is said of the broker
 * @property {string} [managementUrl] of the broker, with credentials, if it is not on the usual port
 * @property {import('./broker.mjs').BrokerPlace['bearDeepHeaders']} bearDeepHeaders as the services do
 * @property {Topology} topology as the services declare it
 * @property {import('./stock-invariants.mjs').BrokenStock} brokenStock the inventory service's own comparison
 * @property {import('./step-invariants.mjs').Lifecycle} lifecycle of orders, as the order service has it
 * @property {number} [deadlineMs] how long anything may take that happens by itself; a minute
 * @property {number} [graceMs] the time between two looks at the same; a second
 * @property {number} [countedWithinMs] how old the broker's counts of what consumers hold may be; twelve seconds, which is
 *   twice the interval at which it gathers them, and a little
 * @property {number} [retentionDays] how long final notifications are kept; 0 for ever
 */

const DEADLINE_MS = 60_000;
const GRACE_MS = 1_000;

const ORDER_RULES = [...orderRules, lettersOnce];
const PRODUCT_RULES = [...productRules, ...alertRules];

/** Stands for what the services know where claims are only named. */
const UNASKED = { brokenStock: () => Promise.resolve([]), lifecycle: { steps: {}, initial: '' } };

const databaseInvariants = (/** @type {Pick<Target, 'brokenStock' | 'lifecycle'>} */ known) =>
  /** @type {Invariant[]} */ ([
    ...stockInvariants(known.brokenStock),
    ...alertInvariants,
    ...orderInvariants,
    ...stepInvariants(known.lifecycle),
    ...toldOnceInvariants,
    ...notificationInvariants,
    .../** @type {const} */ (['order', 'inventory', 'notification']).flatMap(pipelineInvariants),
  ]);

/** Everything that is audited, in the order of the verdicts. @returns {Claim[]} */
export const claims = () =>
  [...ORDER_RULES, ...PRODUCT_RULES, ...databaseInvariants(UNASKED), ...brokerClaims].map(
    ({ name, explanation, means, remedy, severity }) => ({ name, explanation, means, remedy, severity }),
  );

/**
 * Judges everything that always holds of the system, which may go on meanwhile: nothing is changed or held up, and what
 * does not hold is told only once it was seen twice. Memory is that of some thousands of rows, however many there are.
 * Throws `ToolError` when a database or the broker cannot be looked at.
 * @param {Target} target
 * @returns {Promise<Verdict[]>} one for each claim; without a broker none about it
 */
export async function auditSystem(target) {
  const { brokerUrl } = target;
  const broker = brokerUrl === undefined ? undefined : await BrokerLook.open({ ...target, brokerUrl });
  try {
    const found = new Map([...(await inDatabases(target, broker)), ...(await inBroker(target, broker))]);
    return claims().flatMap((claim) => {
      const result = found.get(claim.name);
      return result ? [{ ...claim, ...result }] : [];
    });
  } finally {
    await broker?.close();
  }
}

/** Judges the stock alone. @param {Target} target */
export const auditStock = (target) =>
  onSnapshot(target.databases.inventory, (db) =>
    judge(stockInvariants(target.brokenStock), db, limitsOf(target)),
  );

/** @param {Target} target @param {BrokerLook | undefined} broker @returns {Promise<Map<string, Found>>} */
async function inDatabases(target, broker) {
  const { databases, graceMs = GRACE_MS } = target;
  const limits = limitsOf(target);
  const { exact, orders, products } = await withSnapshots(databases, (snapshots) =>
    firstLook(snapshots, target),
  );

  const stayed = [
    ...(await confirmed(ORDER_RULES.map(nameOf), orders, {
      graceMs,
      look: (keys) =>
        withSnapshots(databases, (now) => judgeAll(ORDER_RULES, cases(now, { keys, ...limits }), limits)),
    })),
    ...(await confirmed(PRODUCT_RULES.map(nameOf), products, {
      graceMs,
      look: (keys) =>
        withSnapshots(databases, (now) =>
          judgeAll(PRODUCT_RULES, productCases(now, { keys, ...limits }), limits),
        ),
    })),
  ];
  return withPlaces(target, broker, { exact, stayed });
}

const nameOf = (/** @type {{ name: string }} */ { name }) => name;

/** @param {Target} target @returns {Limits} */
const limitsOf = ({ deadlineMs = DEADLINE_MS, retentionDays = 0 }) => ({ deadlineMs, retentionDays });

/** All of the databases, once. @param {Snapshots} snapshots @param {Target} target */
async function firstLook(snapshots, target) {
  const limits = limitsOf(target);
  const invariants = databaseInvariants(target);
  const exact = await Promise.all(
    /** @type {const} */ (['order', 'inventory', 'notification']).map((owner) =>
      judge(
        invariants.filter(({ database }) => database === owner),
        snapshots[owner],
        limits,
      ),
    ),
  );
  const orders = await judgeAll(ORDER_RULES, cases(snapshots, limits), limits);
  const products = await judgeAll(PRODUCT_RULES, productCases(snapshots, limits), limits);
  return { exact: exact.flat(), orders, products };
}

/** @param {Target} target @param {BrokerLook | undefined} broker @returns {Promise<Map<string, Found>>} */
async function inBroker({ topology, graceMs = GRACE_MS }, broker) {
  if (!broker) return new Map();
  const names = brokerClaims.map(nameOf);
  const look = () => judgeQueues(broker, topology);
  const stayed = await confirmed(names, await look(), { graceMs, look });
  /** @type {Map<string, Found>} */
  const found = new Map(
    [...stayed].map(([name, { count, kept }]) => [
      name,
      { count, rows: [...kept.values()].map(({ row }) => row) },
    ]),
  );
  return found.set('no-dead-letters', await deadLetters(broker, topology));
}
