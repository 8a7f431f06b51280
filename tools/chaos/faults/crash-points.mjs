// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { crashPoints } from '../../instrument/points.mjs';

/** @typedef {import('../fault.mjs').Fault} Fault */

/** @type {import('../../instrument/points.mjs').CrashPoint[] | undefined} */
let points;

/** The names of the points that an instance passes by, whatever makes it do so. @param {string} instance @returns {string[]} */
const pointsOf = (instance) =>
  (points ??= crashPoints())
    .filter(
      ({ path }) => path.startsWith('libs/') || path.startsWith(`apps/${instance.replace(/-\d+$/, '')}/`),
    )
    .map(({ name }) => name);

// From when it is ready.
const COMES_BY_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** @type {Fault} */
export const crashPoint = {
  name: 'crash-point',
  explanation:
    'An instance starts that dies (SIGKILL) or stands still (SIGSTOP) at a named point of its code, and is started ' +
    'again, or goes on.',
  lengthMs: [500, 8000],
  draw(random, { instances }) {
    const instance = random.pick(instances);
    return {
      instance,
      at: `${random.pick(pointsOf(instance))}:${random.whole(1, 5)}:${random.pick(['SIGKILL', 'SIGKILL', 'SIGSTOP'])}`,
    };
  },
  mailWindows: ({ instance }) => (String(instance).startsWith('notification') ? 3 : 0),
  async inject(world, { instance, at }) {
    const name = String(instance);
    await world.system.kill(name);
    const before = world.pointsStruck.length;
    const armed = world.startArmed(name, String(at));
    const limit = new AbortController();
    void armed.then(() => setTimeout(() => limit.abort(), COMES_BY_WITHIN_MS));
    // Some points are come by only when other things go wrong; then it is killed wherever it is.
    while (world.pointsStruck.length === before && !limit.signal.aborted) await sleep(LOOK_EVERY_MS);
    return async () => {
      // One that has not come by may do so at any time, and nobody would wake it then.
      const stands = String(at).endsWith('SIGSTOP') && world.pointsStruck.length > before;
      if (stands) world.signal(name, 'SIGCONT');
      else await world.system.kill(name);
      void armed.then(() => world.disarm(name, { isRunning: stands }));
    };
  },
};
