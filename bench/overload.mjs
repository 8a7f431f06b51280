// @ts-check
import { parseArgs } from 'node:util';
import { announce } from '../tools/support/messages.mjs';
import { ToolError, parsed, runTool } from '../tools/support/tool.mjs';
import { capacityOf } from './overload/capacity.mjs';
import { offer } from './overload/offer.mjs';
import { orderCount, quiescence, wrongs } from './overload/reckoning.mjs';
import { report } from './overload/report.mjs';
import { openShop } from './overload/shop.mjs';
import { onGround } from './system.mjs';

const USAGE = `npm run bench:overload [-- options]: offers more orders than one instance of each service can do
  --seconds N    at 80 % and again at 150 % of what it bears (30)
  --capacity N   orders a second that it bears; found out if not given
Prints Markdown. Exits with 1 if an accepted order is lost, a refused one stored, an answer is neither, or the p99 latency of
the accepted is more than three times that at 80 %.`;

/** @param {import('./overload/offer.mjs').Offered} offered */
const tell = ({ perSecond, outcome }) =>
  announce('orders', 'offered', `${perSecond}/s: ${outcome.accepted.length} of ${outcome.offered} accepted`);

/** @param {import('./system.mjs').Ground} ground @param {{ seconds: number, capacity: number }} options */
async function bench(ground, options) {
  const { keeper } = ground;
  const shop = await openShop(ground);
  const capacity = options.capacity || (await capacityOf(keeper, shop, tell));
  await quiescence(shop);
  const { seconds } = options;
  const before = await orderCount(shop);
  const below = await offer(keeper, shop, { perSecond: Math.round(capacity * 0.8), seconds });
  tell(below);
  await quiescence(shop);
  const above = await offer(keeper, shop, { perSecond: Math.round(capacity * 1.5), seconds });
  tell(above);
  const began = performance.now();
  await quiescence(shop);
  const drainedS = (performance.now() - began) / 1000;
  const outcomes = [below.outcome, above.outcome];
  const unknown = outcomes.flatMap(({ others }) => Object.values(others)).reduce((sum, n) => sum + n, 0);
  const accepted = outcomes.flatMap((outcome) => outcome.accepted);
  const found = await wrongs(shop, { accepted, before, unknown });
  const { text, misses } = report({ capacity, below, above, drainedS, wrongs: found });
  process.stdout.write(`${text}\n`);
  if (misses.length > 0) throw new ToolError(`missed:\n${misses.join('\n')}`);
}

await runTool(async () => {
  const { values } = parsed(USAGE, () =>
    parseArgs({
      options: { seconds: { type: 'string', default: '30' }, capacity: { type: 'string', default: '0' } },
    }),
  );
  const [seconds, capacity] = [Number(values.seconds), Number(values.capacity)];
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3600)
    throw new ToolError('--seconds must be a number from 1 to 3600');
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > 100_000)
    throw new ToolError('--capacity must be a number from 1 to 100000');
  await onGround((ground) => bench(ground, { seconds, capacity }));
});
process.exit();
