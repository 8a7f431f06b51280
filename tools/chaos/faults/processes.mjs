// @ts-check

/** @typedef {import('../fault.mjs').Fault} Fault */

/** @type {Pick<Fault, 'draw' | 'mailWindows'>} */
const ofOneInstance = {
  draw: (random, { instances }) => ({ instance: random.pick(instances) }),
  mailWindows: ({ instance }) => (String(instance).startsWith('notification') ? 1 : 0),
};

/** @type {Fault} */
export const kill = {
  ...ofOneInstance,
  name: 'kill',
  explanation: 'An instance of a service is killed with SIGKILL and started again.',
  lengthMs: [500, 5000],
  async inject(world, { instance }) {
    const name = String(instance);
    await world.system.kill(name);
    // Not waited for: how long it takes to be ready is part of the recovery.
    return async () => void world.restart(name);
  },
};

/** @type {Fault} */
export const freeze = {
  ...ofOneInstance,
  name: 'freeze',
  explanation:
    'An instance of a service stands still (SIGSTOP), then goes on with what it held in its hands.',
  // Both shorter and longer than its database connections, claims and heartbeats are kept for it.
  lengthMs: [2000, 25_000],
  async inject(world, { instance }) {
    world.signal(String(instance), 'SIGSTOP');
    return async () => world.signal(String(instance), 'SIGCONT');
  },
};
