// @ts-check
import { setTimeout as pause } from 'node:timers/promises';
import { request } from '../../tools/support/http.mjs';
import { openSystem } from '../system.mjs';

const LOOK_EVERY_MS = 10;

/** How long each service takes from the start of its process to being ready, on databases that it has migrated. @type {import('./part.mjs').Part} */
export async function start(bench) {
  const { system } = await openSystem(bench.ground, 'start', { env: { EMAIL_PROVIDER: 'log' } });
  return {
    measure: async () => {
      /** @type {import('./part.mjs').Figures} */
      const figures = {};
      for (const { name, app, url } of system.instances) {
        await system.kill(name, 'SIGTERM');
        const began = performance.now();
        const started = system.start(name);
        figures[`${app}: start to ready, ms`] = (await readyAt(url)) - began;
        await started;
        bench.tell(
          'start',
          `${app} is ready after ${Math.round(figures[`${app}: start to ready, ms`] ?? 0)} ms`,
        );
      }
      return { ...figures, 'the slowest, ms': Math.max(...Object.values(figures)) };
    },
    close: () => system.stop(),
  };
}

/** The time at which it says that it is ready. @param {string} url */
async function readyAt(url) {
  for (;;) {
    const status = await request(`${url}/health/ready`).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return performance.now();
    await pause(LOOK_EVERY_MS);
  }
}
