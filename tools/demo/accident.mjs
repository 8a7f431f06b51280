// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { announce } from '../support/messages.mjs';
import { ToolError } from '../support/tool.mjs';

const RESTART_AFTER_MS = 5000;

/**
 * Kills an instance of a service with SIGKILL and starts it again five seconds later.
 * @param {import('../system/system.mjs').System} system
 * @param {string} app
 */
export async function killAndRestart(system, app) {
  const victim = system.instances.find((instance) => instance.app === app);
  if (!victim)
    throw new ToolError(
      `there is no service ${app}; there are ${system.instances.map((one) => one.app).join(', ')}`,
    );
  await system.kill(victim.name);
  announce('accident', 'SIGKILL', `${victim.name}, is started again in ${RESTART_AFTER_MS / 1000} s`);
  await sleep(RESTART_AFTER_MS);
  await system.start(victim.name);
  announce('accident', 'over', `${victim.name} is ready again`);
}
