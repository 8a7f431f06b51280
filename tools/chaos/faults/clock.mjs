// @ts-check

/** @type {import('../fault.mjs').Fault} */
export const clockMoved = {
  name: 'clock-moved',
  explanation: 'The clock of one instance leaps ahead or back by up to ten minutes, and later back again.',
  lengthMs: [3000, 15_000],
  draw: (random, { instances }) => ({
    instance: random.pick(instances),
    seconds: random.pick([-1, 1]) * random.whole(2, 600),
  }),
  mailWindows: () => 0,
  async inject(world, { instance, seconds }) {
    world.moveClock(String(instance), Number(seconds) * 1000);
    return async () => world.moveClock(String(instance), 0);
  },
};
