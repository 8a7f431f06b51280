// @ts-check

/** @typedef {import('../fault.mjs').Fault} Fault */
/** @typedef {import('../fault.mjs').Details} Details */
/** @typedef {import('../link.mjs').Trouble} Trouble */
/** @typedef {import('../world.mjs').World} World */

const EVERYBODY = 'everybody';

/** @type {Pick<Fault, 'draw' | 'mailWindows'>} */
const onSomeLines = {
  draw: (random, { instances }) => ({
    of: random.pick([...instances, EVERYBODY]),
    to: random.pick(['database', 'broker']),
  }),
  mailWindows: ({ of, to }) => {
    if (to !== 'database') return 0;
    if (of === EVERYBODY) return 2;
    return String(of).startsWith('notification') ? 1 : 0;
  },
};

/**
 * A fault that gives lines this trouble.
 * @param {string} name
 * @param {string} explanation
 * @param {readonly [number, number]} lengthMs
 * @param {Trouble} trouble
 * @returns {Fault}
 */
const troubled = (name, explanation, lengthMs, trouble) => ({
  ...onSomeLines,
  name,
  explanation,
  lengthMs,
  async inject(world, details) {
    const links = linksOf(world, details);
    for (const link of links) link.trouble = trouble;
    return async () => {
      for (const link of links) link.trouble = {};
    };
  },
});

/** @param {World} world @param {Details} details */
function linksOf(world, { of, to }) {
  const names = of === EVERYBODY ? world.system.instances.map(({ name }) => name) : [String(of)];
  const lines = names.map((name) => world.linesOf(name));
  return lines.flatMap(({ database, brokers }) => (to === 'database' ? [database] : brokers));
}

export const networkCut = troubled(
  'network-cut',
  'Connections to a server break and new ones are refused.',
  [2000, 12_000],
  { cut: true },
);

export const networkSilent = troubled(
  'network-silent',
  'Nothing gets through to a server or back, and no connection breaks (a black hole).',
  [2000, 20_000],
  { silent: true },
);

export const networkSlow = troubled(
  'network-slow',
  'The line to a server takes 40 to 120 ms each way and carries 256 KiB a second, in pieces of 700 bytes.',
  [5000, 15_000],
  { latencyMs: 40, jitterMs: 80, bytesPerSecond: 256 * 1024, sliceBytes: 700 },
);

export const networkLossy = troubled(
  'network-lossy',
  'The line to a server loses a twentieth of what it carries, which comes late, in pieces of 64 bytes.',
  [5000, 15_000],
  { latencyMs: 1, lossPercent: 5, sliceBytes: 64 },
);

/** @type {Fault} */
export const networkReset = {
  ...onSomeLines,
  name: 'network-reset',
  explanation: 'Connections to a server break again and again, in the middle of whatever they carry.',
  lengthMs: [2000, 8000],
  async inject(world, details) {
    const links = linksOf(world, details);
    const reset = () => {
      for (const link of links) link.reset();
    };
    reset();
    const timer = setInterval(reset, 400);
    return async () => clearInterval(timer);
  },
};
