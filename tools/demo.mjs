// @ts-check
import { parseArgs } from 'node:util';
import { readOrders, readProducts } from './demo/orders-file.mjs';
import { runDemo } from './demo/run-demo.mjs';
import { freshTarget, runningTarget } from './demo/target.mjs';
import { ensureInstalled } from './install.mjs';
import { withKeeper } from './keeper/with-keeper.mjs';
import { inRoot } from './support/paths.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run demo [-- options]: drives orders through the system and checks that everything adds up
  --file F          orders to place, one JSON object a line (tools/sample/orders.jsonl)
  --products F      descriptions of their products, a JSON array (tools/sample/products.json)
  --concurrency N   orders on their way at the same time (20)
  --base-url URL    where the services are, on their usual ports; without it the system that runs here is used,
                    or one is started for the demo and stopped afterwards
  --mailbox-url URL where maildev shows the mail, if it is not known already
  --kill SERVICE    kill a service with SIGKILL on the way and start it again after five seconds`;

const PROBLEMS_SHOWN = 20;

function options() {
  const { values } = parsed(USAGE, () =>
    parseArgs({
      options: {
        file: { type: 'string', default: inRoot('tools', 'sample', 'orders.jsonl') },
        products: { type: 'string', default: inRoot('tools', 'sample', 'products.json') },
        concurrency: { type: 'string', default: '20' },
        'base-url': { type: 'string' },
        'mailbox-url': { type: 'string' },
        kill: { type: 'string' },
      },
    }),
  );
  const concurrency = Number(values.concurrency);
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new ToolError('--concurrency must be at least 1');
  return { ...values, concurrency, baseUrl: values['base-url'], mailboxUrl: values['mailbox-url'] };
}

/** @param {string[]} problems */
function conclude(problems) {
  if (problems.length === 0) {
    process.stdout.write('every order is final, the stock adds up, everybody got their mail\n');
    return;
  }
  const more = problems.length > PROBLEMS_SHOWN ? [`and ${problems.length - PROBLEMS_SHOWN} more`] : [];
  const list = [...problems.slice(0, PROBLEMS_SHOWN), ...more].map((problem) => `  ${problem}`).join('\n');
  throw new ToolError(`${problems.length} things do not add up:\n${list}`);
}

await runTool(async () => {
  const { file, products, concurrency, kill, ...place } = options();
  await ensureInstalled();
  const orders = readOrders(file);
  const described = readProducts(products);
  const running = await runningTarget(place);
  if (running) {
    if (kill !== undefined)
      throw new ToolError("--kill needs a system of the demo's own; stop the one that runs first");
    return conclude(await runDemo(running, orders, described, { concurrency }));
  }
  const interrupted = await withKeeper(async (keeper) => {
    conclude(await runDemo(await freshTarget(keeper), orders, described, { concurrency, kill }));
  });
  if (interrupted) process.exitCode = 130;
});
process.exit();
