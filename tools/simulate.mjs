// @ts-check
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run simulate -- [options]: runs the services against a broker, databases and a clock in memory
  --schedules N   so many schedules, each of another seed (100000)
  --seed N        the first of them (1)
  --replay WORD   one schedule, step by step, as it was printed
  --mutant NAME   with one of the planted bugs
Ends with 1 if anything was found that must not be.`;

function options() {
  const { values } = parsed(USAGE, () =>
    parseArgs({
      options: {
        schedules: { type: 'string', default: '100000' },
        seed: { type: 'string', default: '1' },
        replay: { type: 'string' },
        mutant: { type: 'string' },
      },
    }),
  );
  const [schedules, seed] = [Number(values.schedules), Number(values.seed)];
  if (!Number.isInteger(schedules) || schedules < 1) throw new ToolError('--schedules must be at least 1');
  if (!Number.isInteger(seed) || seed < 0) throw new ToolError('--seed must be a whole number');
  return { ...values, schedules, seed };
}

await runTool(async () => {
  const { schedules, seed, replay, mutant } = options();
  await ensureInstalled();
  await ensureBuilt();
  const { replaySchedule, runSchedules } = await import('./simulation/run.mjs');
  const ok =
    replay !== undefined
      ? await replaySchedule(replay, mutant)
      : await runSchedules({ from: seed, to: seed + schedules }, mutant);
  if (!ok) process.exitCode = 1;
});
