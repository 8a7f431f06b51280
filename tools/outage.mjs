// @ts-check
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { runSpec } from './support/run-spec.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run outage [-- options]: keeps the broker from a system of its own while it accepts orders, then looks at each of them
  --minutes M    how long the broker is away (5)
  --rate N       orders a second meanwhile (100)`;

function options() {
  const { values } = parsed(USAGE, () =>
    parseArgs({
      options: { minutes: { type: 'string', default: '5' }, rate: { type: 'string', default: '100' } },
    }),
  );
  const minutes = Number(values.minutes);
  const rate = Number(values.rate);
  if (!(minutes > 0 && minutes <= 60)) throw new ToolError('--minutes must be at most 60 and more than 0');
  if (!(Number.isInteger(rate) && rate > 0 && rate <= 1000))
    throw new ToolError('--rate must be a whole number from 1 to 1000');
  return { seconds: Math.ceil(minutes * 60), rate };
}

await runTool(async () => {
  const { seconds, rate } = options();
  await ensureInstalled();
  await runSpec('e2e/outage.e2e', { OUTAGE_SECONDS: String(seconds), OUTAGE_RATE: String(rate) });
});
