// @ts-check
import { Random } from './random.mjs';

/** @typedef {import('./modules.mjs').ServiceName} ServiceName */
/** @typedef {{ productId: string, quantity: number }} Line */
/** @typedef {{ service: ServiceName, times: number }} Curse how often handling an event of the order fails there */
/**
 * @typedef {object} PlannedOrder
 * @property {number} number
 * @property {number} at
 * @property {Line[]} lines
 * @property {boolean} isPatient whether its customer asks again when the answer does not come
 * @property {number} [cancelAt]
 * @property {number} [shipAt]
 * @property {Curse} [curse]
 */
/** @typedef {'crash' | 'pause' | 'cut' | 'database' | 'broker' | 'alarm' | 'forget-queue' | 'unreadable'} FaultKind */
/**
 * @typedef {object} Fault of which each kind uses what concerns it
 * @property {number} number
 * @property {FaultKind} kind
 * @property {number} at
 * @property {number} ms how long it lasts
 * @property {ServiceName} service
 * @property {number} index of the service's process
 * @property {number} after how many things happen to the process before it crashes
 * @property {'publishing' | 'consuming'} purpose of the connection that is cut
 */
/**
 * @typedef {object} Rates how likely each is, every time it can happen
 * @property {number} duplicates @property {number} delays @property {number} delayMs @property {number} shuffles
 * @property {number} contention @property {number} rejects @property {number} lostConfirms
 */
/**
 * @typedef {object} Plan a schedule before it is run: what is wanted of the world, and what goes wrong in it
 * @property {number} seed @property {number} luck decides all that is not planned
 * @property {number} prefetch @property {number} latencyMs @property {Record<ServiceName, number>} instances
 * @property {Record<string, number>} stock @property {Rates} rates
 * @property {PlannedOrder[]} orders @property {Fault[]} faults
 */

export const SERVICES = /** @type {const} */ (['order', 'inventory', 'notification']);
const PRODUCTS = ['lamp', 'shade'];
const KINDS = /** @type {const} */ ([
  'crash',
  'crash',
  'crash',
  'crash',
  'cut',
  'cut',
  'database',
  'broker',
  'pause',
  'alarm',
  'forget-queue',
  'unreadable',
]);

/** The schedule that a seed stands for. @param {number} seed @returns {Plan} */
export function planOf(seed) {
  const random = new Random(seed);
  const stock = Object.fromEntries(PRODUCTS.map((productId) => [productId, random.between(0, 4)]));
  const orderCount = random.pick([1, 1, 1, 1, 1, 1, 1, 1, 2, 3]);
  const faultCount = random.pick([0, 1, 1, 1, 1, 2, 2, 4]);
  return {
    seed,
    luck: seed,
    prefetch: random.pick([2, 4, 8, 16]),
    latencyMs: random.pick([1, 1, 4]),
    instances: {
      order: random.pick([1, 1, 1, 1, 1, 2]),
      inventory: random.pick([1, 1, 1, 1, 1, 2]),
      notification: random.pick([1, 1, 1, 1, 1, 2]),
    },
    stock,
    rates: ratesFrom(random),
    orders: Array.from({ length: orderCount }, (_, number) => orderFrom(random, number)),
    faults: Array.from({ length: faultCount }, (_, number) => faultFrom(random, number)),
  };
}

/** @param {Random} random @returns {Rates} */
const ratesFrom = (random) => ({
  duplicates: random.pick([0, 0.02, 0.2]),
  delays: random.pick([0, 0.05, 0.3]),
  delayMs: random.pick([5, 50, 3_000]),
  shuffles: random.pick([0, 0.3]),
  contention: random.pick([0, 0, 0.01, 0.05]),
  rejects: random.pick([0, 0, 0.03]),
  lostConfirms: random.pick([0, 0, 0.01]),
});

/** @param {Random} random @param {number} number @returns {PlannedOrder} */
function orderFrom(random, number) {
  const at = random.next() * random.pick([1, 20, 100]);
  const lines = Array.from({ length: random.pick([1, 1, 2]) }, () => ({
    productId: random.pick(PRODUCTS),
    quantity: random.between(1, 2),
  }));
  /** @type {PlannedOrder} */
  const order = { number, at, lines, isPatient: random.chance(0.6) };
  if (random.chance(0.35)) order.cancelAt = at + random.next() * random.pick([10, 60, 300]);
  if (random.chance(0.2)) order.shipAt = at + 20 + random.next() * random.pick([60, 300]);
  if (random.chance(0.06))
    order.curse = { service: random.pick(SERVICES), times: random.pick([1, 2, 3, 1_000]) };
  return order;
}

/** @param {Random} random @param {number} number @returns {Fault} */
function faultFrom(random, number) {
  const kind = random.pick(KINDS);
  const service = random.pick(SERVICES);
  const index = random.below(2);
  const at = random.next() * random.pick([30, 100, 400]);
  const ms = random.pick([50, 1_000, 7_000]);
  const after = 1 + random.below(random.pick([20, 60, 200]));
  const purpose = random.pick(/** @type {const} */ (['publishing', 'consuming']));
  return { number, kind, at, ms, service, index, after, purpose };
}
