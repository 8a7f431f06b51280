// @ts-check
import { Clients } from './clients.mjs';
import { arrange, UNREADABLE } from './faults.mjs';
import { checkAll, checkDeadLetters } from './invariants.mjs';
import { World } from './world.mjs';

/** @typedef {import('./modules.mjs').Builds} Builds */
/** @typedef {import('./plan.mjs').Plan} Plan */
/** @typedef {import('./world.mjs').Violation} Violation */
/** @typedef {{ violations: Violation[], hash: number, steps: number, virtualMs: number }} Outcome */

// Far more than the slowest recovery takes: a lease, an outage's last probe, the retry ladder, one after another.
const PATIENCE_MS = 600_000;
const RETRY_DELAYS_MS = [1_000, 3_000];
const SUBSCRIBED = new Set(['inventory.order', 'notification.order', 'order.reservation']);

/** What every schedule shares: the streams of the saga, as each service's own build declares them. @param {Builds} builds */
export function topologiesOf(builds) {
  const { order, inventory, notification } = builds;
  return {
    order: topologyOf(order),
    inventory: topologyOf(inventory),
    notification: topologyOf(notification),
  };
}

/** @param {import('./modules.mjs').Modules} build */
function topologyOf({ topologyOf: made, WAYBILL }) {
  const subscriptions = WAYBILL.subscriptions.filter((/** @type {any} */ { subscriber, stream }) =>
    SUBSCRIBED.has(`${subscriber}.${stream.name}`),
  );
  return made({ ...WAYBILL, subscriptions }, { prefix: '', retryDelaysMs: RETRY_DELAYS_MS });
}

/**
 * Runs one schedule to its end: until nothing is on its way, then again with the dead letters of what was cursed sent back.
 * @param {Plan} plan
 * @param {Builds} builds
 * @param {ReturnType<typeof topologiesOf>} topologies
 * @param {(line: string) => void} [tell]
 * @returns {Promise<Outcome>}
 */
export async function runSchedule(plan, builds, topologies, tell) {
  const world = new World(plan, builds, topologies, tell);
  for (const [service, count] of Object.entries(plan.instances)) {
    for (let index = 0; index < count; index++) {
      world.start(/** @type {keyof typeof plan.instances} */ (service), index);
    }
  }
  const clients = new Clients(world);
  arrange(world);
  if (await comesToRest(world, clients)) {
    checkDeadLetters(world);
    replayDeadLetters(world);
    if (await comesToRest(world, clients)) checkAll(world, clients.accepted);
  }
  const { timeline, violations } = world;
  for (const { status, version } of world.databases.order.table('orders').values()) {
    timeline.mix(status.length);
    timeline.mix(version);
  }
  return { violations, hash: timeline.hash >>> 0, steps: timeline.happened, virtualMs: timeline.now };
}

/** @param {World} world @param {Clients} clients */
async function comesToRest(world, clients) {
  const { timeline } = world;
  const isOver = () => clients.waiting === 0 && world.isQuiet;
  if (await timeline.run(isOver, timeline.now + PATIENCE_MS)) return true;
  const outboxes = Object.entries(world.databases).map(
    ([name, db]) => `${name} outbox ${db.table('outbox').size}`,
  );
  const what = `${clients.waiting} requests unanswered, ${world.broker.pending} messages, ${outboxes.join(', ')}`;
  world.violate('it comes to rest', `after ${PATIENCE_MS / 1000} s there are still: ${what}`);
  return false;
}

/** What an operator does once the bug is mended. @param {World} world */
function replayDeadLetters(world) {
  world.areCursesLifted = true;
  for (const { name, ready } of world.broker.queues.values()) {
    if (!name.endsWith('.dlq')) continue;
    const queue = world.broker.queues.get(name.slice(0, -'.dlq'.length));
    for (const message of ready.splice(0)) {
      if (message.content === UNREADABLE) continue;
      queue?.arrive({ ...message, properties: { ...message.properties, headers: {} } });
    }
  }
}
