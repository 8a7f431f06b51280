// @ts-check

/** @typedef {import('./plan.mjs').Plan} Plan */
/** @typedef {import('./simulator.mjs').Simulate} Simulate */

// A smaller world draws its luck differently; one of these mostly fails like the larger one.
const LUCKS = 25;

/**
 * The smallest schedule that still breaks one of the same invariants: without any order, fault, rate or instance that it
 * can do without.
 * @param {Plan} plan
 * @param {readonly import('./world.mjs').Violation[]} violations what the whole of it breaks
 * @param {Simulate} simulate
 */
export async function shrink(plan, violations, simulate) {
  const broken = new Set(violations.map(({ invariant }) => invariant));
  let smallest = plan;
  for (let shrunk = true; shrunk;) {
    shrunk = false;
    for (const smaller of smallerThan(smallest)) {
      const failing = await firstFailing(smaller, broken, simulate);
      if (!failing) continue;
      smallest = failing;
      shrunk = true;
      break;
    }
  }
  return smallest;
}

/** @param {Plan} plan @param {ReadonlySet<string>} broken @param {Simulate} simulate */
async function firstFailing(plan, broken, simulate) {
  for (let luck = 0; luck < LUCKS; luck++) {
    const tried = { ...plan, luck: plan.seed + luck };
    const { violations } = await simulate(tried);
    if (violations.some(({ invariant }) => broken.has(invariant))) return tried;
  }
  return undefined;
}

/** @param {Plan} plan @returns {Iterable<Plan>} */
function* smallerThan(plan) {
  for (const gone of plan.faults) yield { ...plan, faults: plan.faults.filter((fault) => fault !== gone) };
  yield* withFewerOrders(plan);
  for (const [service, count] of Object.entries(plan.instances)) {
    if (count > 1) yield { ...plan, instances: { ...plan.instances, [service]: 1 } };
  }
  for (const [rate, value] of Object.entries(plan.rates)) {
    if (rate !== 'delayMs' && value > 0) yield { ...plan, rates: { ...plan.rates, [rate]: 0 } };
  }
  yield* withFewerWishes(plan);
}

/** @param {Plan} plan @returns {Iterable<Plan>} */
function* withFewerOrders(plan) {
  if (plan.orders.length === 1) return;
  for (const gone of plan.orders) yield { ...plan, orders: plan.orders.filter((order) => order !== gone) };
}

/** @param {Plan} plan @returns {Iterable<Plan>} */
function* withFewerWishes(plan) {
  for (const order of plan.orders) {
    for (const wish of /** @type {const} */ (['shipAt', 'cancelAt', 'curse'])) {
      const { [wish]: given, ...others } = order;
      if (given === undefined) continue;
      yield { ...plan, orders: plan.orders.map((each) => (each === order ? others : each)) };
    }
  }
}
