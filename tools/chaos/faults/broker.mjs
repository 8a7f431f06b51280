// @ts-check

/** @typedef {import('../fault.mjs').Fault} Fault */

/** @type {Pick<Fault, 'draw' | 'mailWindows'>} */
const ofOneNode = {
  draw: (random, { nodes }) => ({ node: random.pick(nodes) }),
  mailWindows: () => 0,
};

/** @type {Fault} */
export const connectionsClosed = {
  ...ofOneNode,
  name: 'connections-closed',
  explanation: 'The broker closes all connections at once, and again while they come back.',
  lengthMs: [1000, 4000],
  async inject(world, { node }) {
    const close = () => world.node(String(node)).control('close_all_connections', 'chaos');
    await close();
    return async () => void (await close());
  },
};

/** @type {Fault} */
export const brokerKilled = {
  ...ofOneNode,
  name: 'broker-killed',
  explanation: 'A broker is killed with SIGKILL and started again.',
  lengthMs: [1000, 8000],
  async inject(world, { node }) {
    const victim = world.node(String(node));
    await world.end(victim.spec.name, 'SIGKILL');
    return () => victim.start();
  },
};

/** @type {Fault} */
export const memoryAlarm = {
  ...ofOneNode,
  name: 'memory-alarm',
  explanation: 'The broker is short of memory and reads nothing from those who publish.',
  lengthMs: [3000, 15_000],
  async inject(world, { node }) {
    const victim = world.node(String(node));
    await victim.control('set_vm_memory_high_watermark', '0');
    return async () => void (await victim.control('set_vm_memory_high_watermark', '0.6'));
  },
};
