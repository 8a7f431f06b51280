// @ts-check
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVICES } from '../../tools/keeper/client.mjs';
import { ToolError } from '../../tools/support/tool.mjs';

/** @typedef {import('./generator.mjs').Plan} Plan */
/** @typedef {import('./generator.mjs').Outcome} Outcome */

const GENERATOR = fileURLToPath(new URL('./generator.mjs', import.meta.url));
let runs = 0;

/**
 * Places orders from a process of its own, looks on meanwhile, and resolves with what came of it once every order has
 * been answered. `watch` is told whether it is over, and is to return soon after it is.
 * @template T
 * @param {import('../../tools/keeper/client.mjs').Keeper} keeper
 * @param {Omit<Plan, 'file'>} plan
 * @param {(isOver: () => boolean) => Promise<T>} watch
 * @returns {Promise<{ outcome: Outcome, watched: T }>}
 */
export async function generate(keeper, plan, watch) {
  const name = `generator-${(runs += 1)}`;
  const file = join(keeper.directory, `${name}.json`);
  const log = join(keeper.directory, `${name}.log`);
  const generator = await keeper.start({
    name,
    command: process.execPath,
    args: [GENERATOR, JSON.stringify({ ...plan, file })],
    env: process.env,
    log,
    stage: SERVICES,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 1000,
  });
  const watched = await watch(() => generator.end() !== undefined);
  await generator.ended;
  if (generator.end()?.code !== 0) throw new ToolError(`the generator failed: ${readFileSync(log, 'utf8')}`);
  const outcome = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  return { outcome, watched };
}
