// @ts-check

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./plan.mjs').Fault} Fault */

/** What cannot be read, whoever sent it. */
export const UNREADABLE = Buffer.from('{"specversion":');

/** Lets happen what the plan says goes wrong. @param {World} world */
export function arrange(world) {
  for (const fault of world.plan.faults) {
    const strike = () => STRIKES[fault.kind](world, fault);
    // A process that is to crash is doomed from its start: it dies of what happens to it, not at a time.
    if (fault.kind === 'crash') strike();
    else
      world.timeline.after(
        fault.at,
        undefined,
        'FAULT',
        strike,
        `${fault.kind} ${fault.service}/${fault.index}`,
      );
  }
}

/** @param {World} world @param {{ service: string, index: number }} of */
const processAt = ({ instances }, { service, index }) =>
  [...instances].find(({ name }) => name === `${service}/${index}`) ??
  [...instances].find((instance) => instance.service === service);

/** @type {Record<Fault['kind'], (world: World, fault: Fault) => void>} */
const STRIKES = {
  crash: (world, { service, index, after }) => {
    const instance = processAt(world, { service, index });
    if (instance) instance.lifetime = after;
  },
  pause: (world, { service, index, ms }) => {
    const instance = processAt(world, { service, index });
    if (instance) instance.stillUntil = world.timeline.now + ms;
  },
  cut: (world, { service, index, purpose }) => {
    const connections = processAt(world, { service, index })?.connections ?? [];
    for (const connection of connections) if (connection.purpose === purpose) connection.cut();
  },
  database: (world, { service, ms }) => world.databases[service].stop(ms),
  broker: (world, { ms }) => world.broker.stop(ms),
  alarm: (world, { ms }) => world.broker.raiseAlarm(ms),
  'forget-queue': (world) => forgetRetries(world),
  unreadable: (world) => sendUnreadable(world),
};

/** Deletes every rung of the retry ladder that nobody waits on: what is deleted with messages in it is lost, and that is known. */
function forgetRetries(/** @type {World} */ { broker }) {
  for (const [name, queue] of broker.queues) {
    if (queue.ttl !== undefined && queue.isEmpty) broker.queues.delete(name);
  }
}

function sendUnreadable(/** @type {World} */ { broker, random }) {
  const inbound = [...broker.queues.values()].filter(
    ({ name }) => /^[a-z]+\.[a-z]+$/.test(name) && !name.startsWith('waybill'),
  );
  const queue = inbound[random.below(inbound.length)];
  queue?.arrive({ content: UNREADABLE, properties: {}, exchange: '', key: queue.name, returns: 0 });
}
