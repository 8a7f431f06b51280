// @ts-check
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { withKeeper } from './keeper/with-keeper.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run restore:drill [-- options]: destroys the databases of a system of its own under load, and brings them back to a moment
  --seconds S   of load before that moment, and half as long after it (10)
  --rate N      orders a second meanwhile (30)
Ends with 1 when an order is missing that was accepted before, or the auditor finds something.`;

const LONGEST_S = 3600;

function options() {
  const { values } = parsed(USAGE, () =>
    parseArgs({
      options: { seconds: { type: 'string', default: '10' }, rate: { type: 'string', default: '30' } },
    }),
  );
  const [seconds, perSecond] = [Number(values.seconds), Number(values.rate)];
  if (!(seconds > 0 && seconds <= LONGEST_S && perSecond > 0 && perSecond <= 1000))
    throw new ToolError(USAGE);
  return { seconds, perSecond };
}

await runTool(async () => {
  const chosen = options();
  await ensureInstalled();
  const { drill } = await import('./restore/drill.mjs');
  const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
  const interrupted = await withKeeper(async (keeper) => {
    const { problems, figures } = await drill(keeper, chosen, say);
    say(
      `${figures['kept']} orders are there, ${figures['gone']} were placed after that moment and are gone; ` +
        (problems.length === 0 ? 'the auditor finds nothing' : 'not all is well'),
    );
    for (const problem of problems) say(`PROBLEM  ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  });
  if (interrupted) process.exitCode = 130;
});
process.exit();
