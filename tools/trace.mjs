// @ts-check
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { withKeeper } from './keeper/with-keeper.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run trace -- <order id> [--json]: tells the way of one order through all services
  <order id>  or its first digits, if no other order has them
  --json      the same as JSON on standard output, and nothing else there
Looks into the databases of the system that runs here, or else those that npm start would use, and for what waits
into the retry queues and the dead letters. It changes nothing, and services may go on meanwhile.`;

// Narrower, words are torn apart; wider, the eye has far to go.
const NARROWEST = 72;
const WIDEST = 100;
const USUAL = 80;

function options() {
  const { values, positionals } = parsed(USAGE, () =>
    parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false } } }),
  );
  const [order, ...more] = positionals;
  if (order === undefined || more.length > 0) throw new ToolError(USAGE);
  return { order, json: values.json };
}

await runTool(async () => {
  const { order, json } = options();
  // Whatever is announced on the way is no part of the answer.
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  await ensureInstalled();
  await ensureBuilt(['order-service']);
  const interrupted = await withKeeper(async (keeper) => {
    const { tellOrder } = await import('./trace/tell-order.mjs');
    const { picture } = await import('./trace/picture.mjs');
    const { paintFor } = await import('./trace/paint.mjs');
    const story = await tellOrder(keeper, order);
    const width = Math.min(WIDEST, Math.max(NARROWEST, process.stdout.columns ?? USUAL));
    const paint = paintFor(process.stdout, process.env);
    write(`${json ? JSON.stringify(story, null, 2) : picture(story, { width, paint })}\n`);
  });
  if (interrupted) process.exitCode = 130;
});
process.exit();
